import type { DemoIdentity } from "../identity/demo-identity.ts";
import type { AskedBy } from "../identity/caller.ts";
import type { OperationTab } from "../tabs/operation-tab.ts";

/** The content of a denied field's link. */
export interface ApplyLink {
  /** `Type.field`. */
  readonly coordinate: string;
  /** Code; empty where the link names none. */
  readonly purpose: string;
}

const COORDINATE = /^[_A-Za-z]\w{0,127}\.[_A-Za-z]\w{0,127}$/;
const PURPOSE = /^[\w.-]{0,64}$/;

/**
 * Reads `/apply?coordinate=…&purpose=…`, the link that every denied field carries. Whoever made the link chose its words, so
 * nothing but names gets through: "unreadable" otherwise. undefined at every other address.
 */
export function readApplyLink(href: string): ApplyLink | "unreadable" | undefined {
  const { pathname, searchParams } = new URL(href);
  if (pathname !== "/apply") return undefined;
  const coordinate = searchParams.get("coordinate") ?? "";
  const purpose = searchParams.get("purpose") ?? "";
  return COORDINATE.test(coordinate) && PURPOSE.test(purpose) ? { coordinate, purpose } : "unreadable";
}

/** The demo app whose own purpose this is: a link says what was asked for, not by whom. */
export function appOfPurpose(
  identities: readonly DemoIdentity[] | undefined,
  purpose: string,
): DemoIdentity | undefined {
  return identities?.find(({ purposes }) => purposes[0]?.code === purpose);
}

/** The wish of an application: all that this operation needs, for this app and purpose. */
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
