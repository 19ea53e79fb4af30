import { expect, test } from "@jest/globals";
import { operationIdOf } from "../../schema/registered-operation.ts";
import { classified } from "../decide/fixtures/govern.ts";
import { federate } from "../execute/fixtures/federate.ts";
import { brokenOperations, type AppOperations } from "./broken-operations.ts";
import { readGraph, type Graph } from "./read-graph.ts";

/*
 * 20.3: a change of the graph or of a classification says which registered operations of which apps it breaks, before it lands.
 */

const BEFORE = `
  type Query { person: Person @open }
  type Person { name: String @asked(NAME) phone: String @asked(PHONE) area: String @item(level: L2, share: CONDITIONAL) code: ID @open }
`;
const graphOf = (typeDefs: string): Graph =>
  readGraph(federate({ people: { typeDefs: classified(typeDefs) } }).supergraphSdl);
const before = graphOf(BEFORE);

const grant = (id: string, app: string, items: object) => ({
  id,
  document: {
    id,
    consumer: { app },
    purpose: { code: "CHECK", name: "核查", basis: "law" },
    items,
    rowScope: ["*"],
    validFrom: "2026-01-01T00:00:00Z",
    validTo: "2027-01-01T00:00:00Z",
  },
});
const GRANTS = [
  grant("G1", "checks", { "Person.name": "MASKED", "Person.phone": "CLEAR", "Person.area": "CLEAR" }),
  grant("G2", "other", { "Person.area": "CLEAR" }),
];

const operation = async (text: string) => {
  const facts = await before.factsOf(before.read(text, undefined));
  return { id: operationIdOf(text), name: /query (\w+)/.exec(text)?.[1] ?? "", text, ...facts };
};
const NOW = Date.parse("2026-11-03T00:00:00Z");

const brokenBy = async (after: string, grants = GRANTS): Promise<readonly string[]> => {
  const apps: readonly AppOperations[] = [
    {
      app: "checks",
      department: "housing",
      operations: [
        await operation("query Names { person { name phone } }"),
        await operation("query Areas { person { area } }"),
        await operation("query Codes { person { code } }"),
      ],
    },
    { app: "other", department: "housing", operations: [await operation("query Theirs { person { area } }")] },
  ];
  const broken = await brokenOperations({ before, after: graphOf(after) }, apps, grants, NOW);
  return broken.map(({ app, operation: of, kind, purpose, coordinate, reason }) =>
    [app, of?.name ?? "-", kind, purpose ?? "-", coordinate ?? "-", reason].join(" | "),
  );
};

test("20.3: a graph that is the same, or has more, breaks nothing", async () => {
  expect(await brokenBy(BEFORE)).toEqual([]);
  expect(await brokenBy(BEFORE.replace("code: ID @open", "code: ID @open more: Int @asked"))).toEqual([]);
});

test("20.3: a field that goes breaks what selects it, and the grants that name it", async () => {
  const gone = BEFORE.replace("phone: String @asked(PHONE)", "");
  expect(await brokenBy(gone)).toEqual([
    expect.stringMatching(/^checks \| - \| GRANT \| - \| - \| .*Person\.phone/),
    'checks | Names | GONE | - | - | Cannot query field "phone" on type "Person". Did you mean "code"?',
    // The grant is in force no more, and with it goes everything else that it gave.
    "checks | Areas | OUTCOME | CHECK | Query.person | CLEAR becomes DENIED (NO_GRANT: no grant covers it)",
    "checks | Codes | OUTCOME | CHECK | Query.person | CLEAR becomes DENIED (NO_GRANT: no grant covers it)",
  ]);
});

test("20.3: a field of another type breaks what selects it", async () => {
  expect(await brokenBy(BEFORE.replace("code: ID @open", "code: Int @open"))).toEqual([
    "checks | Codes | TYPE | - | Person.code | ID becomes Int",
  ]);
});

test("20.3: a level above what the app brings breaks each app that is given the field without an officer", async () => {
  const raised = BEFORE.replace("level: L2, share: CONDITIONAL", "level: L3, share: CONDITIONAL");
  expect(await brokenBy(raised)).toEqual([
    expect.stringMatching(
      /^checks \| Areas \| OUTCOME \| CHECK \| Person\.area \| CLEAR becomes DENIED \(OFFICER_REQUIRED: .*\) without an officer and a case$/,
    ),
    expect.stringMatching(
      /^other \| Theirs \| OUTCOME \| CHECK \| Person\.area \| CLEAR becomes DENIED \(OFFICER_REQUIRED/,
    ),
  ]);
});

test("20.3: another mask is another type of the answer; one that is taken away leaves nothing to give", async () => {
  expect(await brokenBy(BEFORE.replace("@asked(NAME)", "@asked(ADDRESS)"))).toEqual([
    "checks | Names | OUTCOME | CHECK | Person.name | MASKED NAME becomes MASKED ADDRESS",
  ]);
  expect(await brokenBy(BEFORE.replace("name: String @asked(NAME)", "name: String @asked"))).toEqual([
    'checks | - | GRANT | - | - | G1.items["Person.name"]: expected CLEAR, as the field has no mask, got "MASKED"',
    ...["Names", "Areas", "Codes"].map(
      (name) =>
        `checks | ${name} | OUTCOME | CHECK | Query.person | CLEAR becomes DENIED (NO_GRANT: no grant covers it)`,
    ),
  ]);
});

test("20.3: what is shared no more, or no more without a grant, is denied", async () => {
  const broken = await brokenBy(BEFORE.replace("code: ID @open", "code: ID @asked"));
  expect(broken).toEqual([
    expect.stringMatching(/^checks \| Codes \| OUTCOME \| CHECK \| Person\.code \| CLEAR becomes DENIED \(NO_GRANT/),
  ]);
  expect(await brokenBy(BEFORE.replace("phone: String @asked(PHONE)", "phone: String @closed"))).toEqual([
    "checks | Names | OUTCOME | CHECK | Person.phone | CLEAR becomes DENIED (NOT_SHARED: its owner does not share it)",
  ]);
});

test("20.3: an operation that needs more than was approved has to be registered anew", async () => {
  expect(await brokenBy(BEFORE.replace("code: ID @open", 'code: ID @open @equation(of: ["Person.area"])'))).toEqual([
    "checks | Codes | FACTS | - | - | it needs Person.area too: it has to be registered anew",
  ]);
});

test("20.3: what was broken before is not broken by the change", async () => {
  const apps = [
    {
      app: "checks",
      department: "housing",
      operations: [{ id: "sha256:0", name: "Old", text: "query Old { person { gone } }" }],
    },
  ];
  const refused = {
    app: "checks",
    department: "housing",
    operations: [{ ...(await operation("query Codes { person { code } }")), cost: 9 }],
  };
  expect(await brokenOperations({ before, after: graphOf(BEFORE) }, [...apps, refused], GRANTS, NOW)).toEqual([]);
});
