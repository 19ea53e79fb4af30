import { saidAtHead } from "./asked-by.ts";

/** An operation of `schema/operations/`, as a tab of the playground. */
export interface OperationTab {
  /** Name of its file. */
  readonly name: string;
  /** Chinese, for the tab. */
  readonly title: string;
  /** The name of its operation, by which the playground knows the tab again. */
  readonly operationName: string;
  readonly query: string;
  /** JSON. */
  readonly variables: string;
}

/** Texts by path. */
type Files = Readonly<Record<string, string>>;

function nameOf(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.graphql$/, "");
}

/**
 * Titles of the questions by file name, in the order that `# question: N` at the head of each document states. The first line
 * of the document begins with the title: `# 低保核对：…`.
 */
export function questionTitles(documents: Files): ReadonlyMap<string, string> {
  const questions = Object.entries(documents).flatMap(([path, document]) => {
    const order = saidAtHead(document, "question");
    const title = /^#\s*(.+?)[:：]/.exec(document)?.[1];
    return order === undefined || title === undefined ? [] : [{ name: nameOf(path), order: Number(order), title }];
  });
  return new Map(questions.sort((one, other) => one.order - other.order).map(({ name, title }) => [name, title]));
}

/**
 * Operations from files, in the order of their titles; those without a title follow under their own names.
 * @param documents GraphQL text by path, each path ending in `NAME.graphql`
 * @param variables JSON text by path, each path ending in `NAME.variables.json`; may lack some
 * @param titles Chinese titles by file name
 */
export function readOperations(
  documents: Files,
  variables: Files,
  titles: ReadonlyMap<string, string>,
): readonly OperationTab[] {
  const order = [...titles.keys()];
  const rank = ({ name }: OperationTab) => (order.includes(name) ? order.indexOf(name) : order.length);
  const tabs = Object.entries(documents).map(([path, query]): OperationTab => {
    const name = nameOf(path);
    const operationName = /^\s*(?:query|mutation)\s+(\w+)/m.exec(query)?.[1] ?? name;
    const values = variables[path.replace(/\.graphql$/, ".variables.json")] ?? "";
    return { name, title: titles.get(name) ?? operationName, operationName, query, variables: values.trim() };
  });
  return tabs.sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}
