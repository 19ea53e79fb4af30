import { describe, expect, test } from "@jest/globals";
import { buildSchema, GraphQLError, Kind, type OperationDefinitionNode, parse } from "graphql";
import { fragmentsOf } from "../operation/fragments.ts";
import { compileCost } from "./cost.ts";
import { derivedWork, LEAST_WORK, WORK_OF_INPUT } from "./derived-work.ts";

const schema = buildSchema(/* GraphQL */ `
  interface Named {
    name: String
    friends: [Person!]
  }
  type Person implements Named {
    name: String
    best: Person
    friends: [Person!]
    page(first: Int, last: Int): People
    rows(limit: Int = 3): [Person!]!
  }
  type People {
    edges: [Edge!]!
    total: Int
  }
  type Edge {
    node: Person
  }
  union Thing = Person | Firm
  type Firm {
    owner: Person
  }
  type Query {
    me: Person
    named: Named
    thing: Thing
  }
`);
const compile = (query: string) => {
  const document = parse(query);
  const node = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!node) throw new GraphQLError("no operation");
  return compileCost(schema, { node, fragments: fragmentsOf(document) }, 10);
};
const costOf = (query: string, variables: Record<string, unknown> = {}) => compile(query)(variables);

test.each([
  ["{ me { name } }", {}, 1],
  ["{ me { best { best { name } } } }", {}, 3],
  ["{ me { friends { name } } }", {}, 11],
  ["{ me { friends { friends { name } } } }", {}, 1 + 10 * (1 + 10)],
  ["{ me { rows { name } } }", {}, 4],
  ["{ me { rows(limit: 7) { name } } }", {}, 8],
  ["{ me { page(first: 5) { edges { node { name } } } } }", {}, 1 + 1 + 5 * (1 + 1)],
  ["query ($n: Int) { me { page(first: $n) { edges { node { name } } } } }", { n: 50 }, 2 + 50 * 2],
  ["query ($n: Int) { me { page(first: $n) { edges { node { name } } } } }", {}, 2 + 10 * 2],
  ["query ($n: Int) { me { page(first: $n, last: 3) { total } } }", { n: 2 }, 2],
  ["{ named { ... on Person { friends { name } } ... { name } } }", {}, 11],
  ["{ thing { ... on Person { best { name } } ... on Firm { owner { name } } } }", {}, 3],
  ["{ me { ...F best { ...F } } } fragment F on Person { friends { name } }", {}, 1 + 10 + 1 + 10],
  ["{ __schema { types { name } } }", {}, 0],
])("%s %j", (query, variables, cost) => {
  expect(costOf(query, variables)).toBe(cost);
});

test("fragments that double each other count exponentially but are counted fast", () => {
  const fragments = Array.from(
    { length: 40 },
    (_, i) => `fragment F${i} on Person { best { ...F${i + 1} } b: best { ...F${i + 1} } }`,
  ).join(" ");
  const leaf = "fragment F40 on Person { page(first: $n) { edges { node { name } } } }";
  expect(costOf(`query ($n: Int) { me { ...F0 } } ${fragments} ${leaf}`, { n: 1 })).toBeGreaterThan(2 ** 40);
});

test("T7: the cost follows each request's variables, behind a fragment that is spread twice too", () => {
  const page = "page(first: $n) { edges { node { name } } }";
  const plain = compile(`query ($n: Int) { me { ${page} } }`);
  const spread = compile(`query ($n: Int) { me { ...F best { ...F } } } fragment F on Person { ${page} }`);
  expect([1, 50, 1].map((n) => plain({ n }))).toEqual([4, 102, 4]);
  expect([1, 50, 1].map((n) => spread({ n }))).toEqual([8, 204, 8]);
});

describe("S13: what departments work out costs its work, times rows, times names", () => {
  const supergraph = (requires: string) =>
    parse(`
      type Person @join__type(graph: A) {
        name: String @join__field(graph: A, requires: "${requires}") @join__field(graph: B)
        best: Person @join__field(graph: A)
        friends: [Person!]
        rows: [[Int!]!]!
      }
      interface Named { friends: [Person!] }
    `);
  const work = derivedWork(supergraph("friends { name }"), 10);
  const cost = (query: string): number => {
    const document = parse(query);
    const node = document.definitions[0] as OperationDefinitionNode;
    return compileCost(schema, { node, fragments: fragmentsOf(document) }, 10, work)({});
  };

  test.each([
    ["{ me { name } }", 1 + LEAST_WORK],
    ["{ me { name a: name b: name } }", 1 + 3 * LEAST_WORK],
    ["{ me { best { best { page(first: 2) { total } } } } }", 3 + 1],
    ["{ me { rows(limit: 5) { name } } }", 1 + 5 * (1 + LEAST_WORK)],
    ["{ named { name } }", 1 + LEAST_WORK],
    ["{ me { ...F } } fragment F on Person { friends { name } }", 1 + 10 * (1 + LEAST_WORK)],
  ])("%s", (query, expected) => {
    expect([...work.keys()]).toEqual(["Person.name"]);
    expect(cost(query)).toBe(expected);
  });

  test.each([
    ["name", 1],
    ["friends { name best { name } }", 10 * 2],
    ["rows", 100],
    ["name friends { rows friends { name } }", 1 + 10 * (100 + 10)],
    ["friends { ... on Person { name } ... { rows } ... on Named { friends { name } } }", 10 * (1 + 100 + 10)],
    ["friends { unheard_of }", 0],
  ])("its work follows its inputs, those of lists as often as a list is long: %s", (requires, inputs) => {
    const weighed = derivedWork(supergraph(requires), 10).get("Person.name");
    expect(weighed).toBe(Math.max(LEAST_WORK, inputs * WORK_OF_INPUT));
  });

  test("of two departments that work it out, the dearer one counts", () => {
    const two = `type A { x: Int @join__field(graph: A, requires: "y") @join__field(graph: B, requires: "ys z") y: Int z: Int ys: [[Int]] }`;
    expect(derivedWork(parse(two), 10)).toEqual(new Map([["A.x", 101 * WORK_OF_INPUT]]));
  });
});
