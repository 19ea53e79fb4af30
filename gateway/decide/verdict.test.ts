import { describe, expect, it } from "@jest/globals";
import { classified, govern, reasons, type ShortGrant } from "./fixtures/govern.ts";

const derives = (input: string) => ({
  typeDefs: classified(`
    type Person @key(fields: "id") { id: ID! @open ${input}: Int @external
      poor: Boolean @shareable @requires(fields: "${input}") @asked }
  `),
  resolvers: { Person: { __resolveReference: (person: object) => person, poor: () => true } },
});

/** Housing derives `poor` from the income, civil affairs from the savings: the planner may ask either. */
const subgraphs = {
  police: {
    typeDefs: classified(`
      type Query { people: [Person!] @open }
      type Person @key(fields: "id") { id: ID! @open income: Int @asked savings: Int @asked }
    `),
    resolvers: { Query: { people: () => [{ id: "1", income: 1, savings: 2 }] } },
  },
  housing: derives("income"),
  "civil-affairs": derives("savings"),
};

describe("T3: a field that several departments derive needs the inputs of each", () => {
  const own: ShortGrant = { items: { "Person.poor": "CLEAR" } };
  const housing: ShortGrant = { department: "housing", items: { "Person.income": "CLEAR" } };
  const civil: ShortGrant = { department: "civil-affairs", items: { "Person.savings": "CLEAR" } };

  it.each<[string, readonly ShortGrant[], unknown]>([
    ["neither", [own], ["people.0.poor DERIVATION_NOT_GRANTED"]],
    ["the first alone", [own, housing], ["people.0.poor DERIVATION_NOT_GRANTED"]],
    ["the second alone", [own, civil], ["people.0.poor DERIVATION_NOT_GRANTED"]],
    ["the other's input", [own, { ...housing, department: "civil-affairs" }], ["people.0.poor DERIVATION_NOT_GRANTED"]],
    ["both", [own, housing, civil], []],
  ])("%s may have its input", async (_, grants, expected) => {
    await using graph = await govern(subgraphs, grants);
    const answer = await graph.ask("{ people { id poor } }");
    expect(reasons(answer)).toEqual(expected);
    expect(answer.data).toEqual({ people: [{ id: "1", poor: grants.length === 3 ? true : null }] });
  });
});
