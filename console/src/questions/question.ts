/** A question of the hub, as a tab of the playground. */
export interface Question {
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

/** The six questions in the order of the design; other operations follow under their own names. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ["wage-warning", "欠薪预警"],
  ["public-rental-check", "公租房资格核查"],
  ["subsistence-check", "低保核对"],
  ["pension-after-death", "死亡人员领取养老金疑点"],
  ["enterprise-360", "企业360"],
  ["policy-match", "惠企政策免申即享"],
]);

/**
 * Questions from files.
 * @param documents GraphQL text by path, each path ending in `NAME.graphql`
 * @param variables JSON text by path, each path ending in `NAME.variables.json`; may lack some
 */
export function readQuestions(
  documents: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): readonly Question[] {
  const order = [...TITLES.keys()];
  const rank = ({ name }: Question) => (order.includes(name) ? order.indexOf(name) : order.length);
  const questions = Object.entries(documents).map(([path, query]): Question => {
    const name = path.replace(/^.*\//, "").replace(/\.graphql$/, "");
    const operationName = /^\s*query\s+(\w+)/m.exec(query)?.[1] ?? name;
    const values = variables[path.replace(/\.graphql$/, ".variables.json")] ?? "";
    return { name, title: TITLES.get(name) ?? operationName, operationName, query, variables: values.trim() };
  });
  return questions.sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}
