import type { AskedBy } from "../identity/caller.ts";
import type { OperationTab } from "../tabs/operation-tab.ts";

/** What is applied for: what this operation needs, for this app and purpose. */
export interface Wanted {
  readonly operation: string;
  readonly app: string;
  readonly purpose: string;
}

const HEAD = /^(?:#.*\n)*/;

/**
 * The shipped form of an application, to be filled in for another operation.
 * @param asked who fills it in: an applicant of the app's department; written at the head, as every tab says it
 */
export function applicationTab(form: OperationTab, wanted: Wanted, asked: AskedBy): OperationTab {
  const said = Object.entries({ app: asked.app, officer: asked.officer, purpose: asked.purpose }).filter(
    ([, who]) => who,
  );
  const title = HEAD.exec(form.query)?.[0].split("\n")[0] ?? "";
  const head = [title, ...said.map(([word, who]) => `# ${word}: ${String(who)}`)].join("\n");
  return {
    ...form,
    query: `${head}\n${form.query.replace(HEAD, "")}`,
    variables: JSON.stringify({ app: wanted.app, purpose: wanted.purpose, operation: wanted.operation }, null, 2),
  };
}
