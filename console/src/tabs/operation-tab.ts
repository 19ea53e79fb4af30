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
    const name = path.replace(/^.*\//, "").replace(/\.graphql$/, "");
    const operationName = /^\s*(?:query|mutation)\s+(\w+)/m.exec(query)?.[1] ?? name;
    const values = variables[path.replace(/\.graphql$/, ".variables.json")] ?? "";
    return { name, title: titles.get(name) ?? operationName, operationName, query, variables: values.trim() };
  });
  return tabs.sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}
