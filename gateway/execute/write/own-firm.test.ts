import { describe, expect, test } from "@jest/globals";
import { govern, ITEM_SDL, reasons, type GovernedGraph } from "../../decide/fixtures/govern.ts";

const OPEN = "@item(level: L1, share: UNCONDITIONAL)";

/** Two firms with a report each, a person, and a rule that is about nobody; behind a department that gates nothing. */
const subgraphs = {
  registry: {
    typeDefs: `${ITEM_SDL}
      type Query { firms: [Enterprise!] ${OPEN} reports: [Report!] ${OPEN} people: [Person!] ${OPEN} rules: [Rule!] ${OPEN} }
      type Enterprise @key(fields: "creditCode") { creditCode: ID! ${OPEN} name: String ${OPEN} }
      type Report { id: ID! ${OPEN} revenue: Int ${OPEN} enterprise: Enterprise ${OPEN} @subject other: Enterprise ${OPEN} }
      type Person @key(fields: "id") { id: ID! ${OPEN} name: String ${OPEN} }
      type Rule { id: ID! ${OPEN} }`,
    resolvers: {
      Query: {
        firms: () => FIRMS,
        reports: () => FIRMS.map((enterprise, at) => ({ id: `r${at}`, revenue: at, enterprise, other: FIRMS[1 - at] })),
        people: () => [{ id: "p", name: "王小明" }],
        rules: () => [{ id: "rule" }],
      },
    },
  },
};
const FIRMS = [
  { creditCode: "A", name: "甲" },
  { creditCode: "B", name: "乙" },
];

const asFirm = (graph: GovernedGraph, query: string, enterprise: string | null = "A") =>
  graph.ask({ query, enterprise, officer: null });

describe("S26: a firm that asks for itself is given its own rows alone, behind a department that gates nothing", () => {
  test.each<[string, string, unknown, readonly string[]]>([
    ["firms", "{ firms { name } }", { firms: [{ name: "甲" }, null] }, ["firms.1 OTHER_FIRM"]],
    ["rows about firms", "{ reports { revenue } }", { reports: [{ revenue: 0 }, null] }, ["reports.1 OTHER_FIRM"]],
    [
      "rows that name the firm themselves",
      "{ reports { revenue enterprise { creditCode } } }",
      { reports: [{ revenue: 0, enterprise: { creditCode: "A" } }, null] },
      ["reports.1 OTHER_FIRM"],
    ],
    [
      "rows that name another firm as theirs",
      "{ reports { id enterprise: other { creditCode: name } } }",
      { reports: [{ id: "r0", enterprise: null }, null] },
      ["reports.0.enterprise OTHER_FIRM", "reports.1 OTHER_FIRM"],
    ],
    [
      "firms under another's name",
      "{ firms { creditCode: name } }",
      { firms: [{ creditCode: "甲" }, null] },
      ["firms.1 OTHER_FIRM"],
    ],
    ["people", "{ people { name } }", { people: [null] }, ["people.0 OTHER_FIRM"]],
    ["rows about nobody", "{ rules { id } }", { rules: [{ id: "rule" }] }, []],
  ])("%s", async (_, query, data, denials) => {
    const listsOfNullable = {
      registry: { ...subgraphs.registry, typeDefs: subgraphs.registry.typeDefs.replaceAll("!] @item", "] @item") },
    };
    await using graph = await govern(listsOfNullable, [{ items: {} }]);
    const answer = await asFirm(graph, query);
    expect(answer.data).toEqual(data);
    expect(reasons(answer)).toEqual(denials);
    // The very same plan serves whoever is no firm, and the other firm.
    expect(reasons(await asFirm(graph, query, null))).toEqual([]);
    expect((await asFirm(graph, query)).data).toEqual(data);
  });
});
