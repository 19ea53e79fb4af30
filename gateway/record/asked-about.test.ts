import { createHmac } from "node:crypto";
import { expect, test } from "@jest/globals";
import type { DisclosureRecord } from "../../ledger/record.ts";
import { classified, govern } from "../decide/fixtures/govern.ts";

const FOUND = "E0";

/** A register in which one firm alone is ever found, by any of the ways to ask for somebody. */
const police = {
  typeDefs: classified(`
    input Search { firm: ID @reveals(coordinate: "Enterprise.creditCode") number: String also: [Search!] }
    type Query {
      person(number: String!): Person @open
      firm(code: ID!  @reveals(coordinate: "Enterprise.creditCode")): Enterprise @open
      firms(codes: [ID!] @reveals(coordinate: "Enterprise.creditCode"), search: Search, first: Int): [Enterprise!] @open
    }
    type Person @key(fields: "id") { id: ID! @open name: String @asked }
    type Enterprise @key(fields: "creditCode") { creditCode: ID! @open name: String @asked
      branch(of: ID @reveals(coordinate: "Enterprise.creditCode")): Enterprise @open }
  `),
  resolvers: {
    Query: {
      person: () => null,
      firm: (_: unknown, { code }: { readonly code: string }) => (code === FOUND ? { creditCode: FOUND } : null),
      firms: () => [],
    },
  },
};

const records: DisclosureRecord[] = [];
const graph = await govern({ police }, [{ items: { "Person.name": "CLEAR", "Enterprise.name": "CLEAR" } }], {
  ledger: { append: (record) => Promise.resolve({ index: records.push(record), id: "r" }) },
});

const recordOf = async (query: string, variables = {}, headers = {}) => {
  const answer = await graph.ask({ query, variables, headers });
  const { receipt } = answer.extensions?.["sharing"] as { readonly receipt: { readonly salt: string } };
  const salt = Buffer.from(receipt.salt, "base64url");
  const said = (argument: string, value: unknown) => ({
    argument,
    commitment: createHmac("sha256", salt)
      .update(JSON.stringify([argument, value]))
      .digest("base64"),
  });
  return { answer, said, record: records.at(-1) };
};

const firm = (pseudonym: string) => ({ type: "Enterprise", pseudonym });

test.each<[string, string, object, readonly string[]]>([
  ["a literal", '{ firm(code: "E1") { name } }', {}, ["E1"]],
  ["a variable", "query ($c: ID!) { firm(code: $c) { name } }", { c: "E1" }, ["E1"]],
  ["a variable's default", 'query ($c: ID! = "E1") { firm(code: $c) { name } }', {}, ["E1"]],
  ["a number", "{ firm(code: 17) { name } }", {}, ["17"]],
  ["a list", '{ firms(codes: ["E1", "E2"]) { name } }', {}, ["E1", "E2"]],
  ["a variable in a list", 'query ($c: ID!) { firms(codes: ["E1", $c]) { name } }', { c: "E2" }, ["E1", "E2"]],
  ["a list in a variable", "query ($c: [ID!]) { firms(codes: $c) { name } }", { c: ["E1", "E2"] }, ["E1", "E2"]],
  ["one in place of a list", "query ($c: [ID!]) { firms(codes: $c) { name } }", { c: "E1" }, ["E1"]],
  [
    "objects in an object",
    '{ firms(search: { firm: "E1", also: [{ firm: "E2" }, { also: { firm: "E3" } }] }) { name } }',
    {},
    ["E1", "E2", "E3"],
  ],
  [
    "objects in a variable",
    "query ($s: Search) { firms(search: $s) { name } }",
    { s: { firm: "E1", also: [{ firm: "E2" }] } },
    ["E1", "E2"],
  ],
  [
    "a fragment",
    '{ ...F } fragment F on Query { a: firm(code: "E1") { name } b: firm(code: "E2") { name } }',
    {},
    ["E1", "E2"],
  ],
  ["the same twice", '{ a: firm(code: "E1") { name } b: firms(codes: ["E1"]) { name } }', {}, ["E1"]],
  ["nobody", "{ firms(codes: [], search: null) { name } }", {}, []],
  ["below nobody", '{ firm(code: "E1") { branch(of: "E2") { name } } }', {}, ["E1", "E2"]],
])(
  "L8: a firm that is asked for by %s and not found is a subject of the record",
  async (_, query, variables, found) => {
    const { record } = await recordOf(query, variables);
    expect(record).toMatchObject({ kind: "disclosure", decision: "RELEASED", rowCount: 0 });
    expect(record?.subjects).toEqual(found.map(firm));
  },
);

test("L8: whatever a literal says is committed to like a variable, under its argument's name in the schema", async () => {
  const { record, said } = await recordOf(
    `query ($n: String!, $d: ID! = "E4") { person(number: "411104198001010017") { name } other: person(number: $n) { name }
       firm(code: $d) { name } firms(search: { number: "2", also: [{ number: $n }] }, first: 7) { name } }`,
    { n: "3" },
  );
  expect(record?.argumentCommitments).toEqual([
    said("d", "E4"),
    said("n", "3"),
    said("Query.person(number:)", "411104198001010017"),
    said("Query.firms(search:)", { number: "2", also: [{ number: "3" }] }),
  ]);
  expect(JSON.stringify(record)).not.toContain("411104");
  // A number that is no key names nobody, beside a key that does.
  expect(record?.subjects).toEqual([firm("E4")]);
});

test("L8: a number that is written in the document is committed to as well", async () => {
  const { record, said } = await recordOf("{ firm(code: 17) { name } }");
  expect(record?.argumentCommitments).toEqual([said("Query.firm(code:)", 17)]);
});

test("a variable that the operation declares and nobody sent is not committed to; its default is", async () => {
  const query = "query ($n: Int = 2, $none: [ID!]) { firms(codes: $none, first: $n) { name } }";
  const { record, said } = await recordOf(query);
  expect(record?.argumentCommitments).toEqual([said("n", 2)]);
});

test("a stranger is refused as a stranger, and is in no record: nobody knows who asked", async () => {
  const before = records.length;
  const { data, errors } = await graph.ask({ query: '{ firm(code: "E1") { name } }', app: "nobody" });
  expect([data, errors?.map(({ extensions }) => extensions?.["code"])]).toEqual([undefined, ["HUB_UNAUTHENTICATED"]]);
  expect(records).toHaveLength(before);
});

test("L8: a value of which only a part is written in the document is committed to as a whole", async () => {
  const { record, said } = await recordOf(
    `query ($n: String, $c: ID!) { one: firms(search: { number: $n, firm: "E1" }) { name } two: firms(codes: [$c, "E2"]) { name }
       three: firms(search: { number: $n, also: [{ number: $n }] }, codes: [$c]) { name } }`,
    { n: "1", c: "E3" },
  );
  expect(record?.argumentCommitments).toEqual([
    said("c", "E3"),
    said("n", "1"),
    said("Query.firms(search:)", { number: "1", firm: "E1" }),
    said("Query.firms(codes:)", ["E3", "E2"]),
  ]);
  expect(record?.subjects).toEqual(["E1", "E3", "E2"].map(firm));
});

test.each<[string, string]>([
  ["a citizen number", "411104198001010017"],
  ["words", "王小明"],
  ["a text of any length", "E".repeat(65)],
])("L8: %s in place of a key is committed to, and no subject's name", async (_, code) => {
  const { record, said } = await recordOf(`{ firm(code: "${code}") { name } }`);
  expect(record?.subjects).toEqual([]);
  expect(record?.argumentCommitments).toEqual([said("Query.firm(code:)", code)]);
});

test("L8: a firm that is found is a subject once, though it is asked for and answered about", async () => {
  const { record } = await recordOf(`{ a: firm(code: "${FOUND}") { name } b: firm(code: "E1") { name } }`);
  expect(record).toMatchObject({ rowCount: 1, subjects: [firm(FOUND), firm("E1")] });
});

test("L8: a question that no department was asked names nobody", async () => {
  const dry = await recordOf('{ firm(code: "E1") { name } }', {}, { "x-dry-run": "true" });
  expect(dry.record).toMatchObject({ kind: "dry-run", subjects: [] });
  const wrong = await recordOf('{ firm(code: "E1") { nothing } }');
  expect(wrong.record).toMatchObject({ kind: "denial", subjects: [] });
});
