import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { graphql } from "graphql";
import { exportJWK, generateKeyPair } from "jose";
import { Client } from "pg";
import { embeddedSeals } from "../../deploy/embedded/embedded-seals.ts";
import { emptyEnvelope } from "../../schema/envelope/fixtures/empty-envelope.ts";
import type { Envelope, EnvelopeOutcome } from "../../schema/envelope/envelope.ts";
import { citizenNumberCheck } from "../../subgraphs/kit/builder/citizen-number.ts";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY, pseudonymOf } from "../../subgraphs/kit/pseudonym.ts";
import { serveSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";
import { parseSource, readSource } from "../../subgraphs/sources/description/read-source.ts";
import type { SourceDatabase } from "../../subgraphs/sources/graph/source-rows.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem, SourceQuery } from "../../subgraphs/sources/reading/reader.ts";
import { testDatabase } from "../test-database.ts";

const person = (first17: string): string => first17 + citizenNumberCheck(first17);

/** Invented people, of an area code that is not given out: one of them stands in old rows with 15 digits. */
const [ZHANG, LI, WANG] = ["99110119520304001", "99110119800506002", "99110119900708003"].map(person) as [
  string,
  string,
  string,
];
const idOf = (number: string): string => pseudonymOf(number, DEMO_PSEUDONYM_KEY);
const in15 = (number: string): string => number.slice(0, 6) + number.slice(8, 17);

type Settlement = readonly [
  number: string,
  person: string,
  kind: string,
  total: string,
  own: string,
  day: string,
  division: string | null,
];

const SETTLEMENTS: readonly Settlement[] = [
  ["S01", ZHANG, "21", "41200.55", "13000.00", "20260301", "411102001001"],
  ["S02", in15(ZHANG), "11", "88.10", "20.05", "20260412", "411102001001"],
  ["S03", LI.toLowerCase(), "14", "600.00", "100.00", "20260501", "411103"],
  ["S04", WANG, "99", "12.00", "12.00", "20260231", "411102002"],
  ["S05", "nobody", "11", "5", "5", "20260601", "411102001001"],
  ["S06", WANG, "11", "7.00", "7.00", "20260602", null],
  ["S07", WANG, "11", "7.00", "7.00", "20260603", "漯河"],
];

const description = readSource("medical-insurance");
const subgraph = sourceSubgraph(description);
const schema = guarded(subgraph.schema);
let url = "";
let database: SourceDatabase;
const queries: SourceQuery[] = [];

const reset = async (client: Client): Promise<void> => {
  await client.query("drop table if exists yb_jsxx cascade");
  await client.query(await readFile("demo/systems/medical-insurance/tables.sql", "utf8"));
  for (const [number, who, kind, total, own, day, division] of SETTLEMENTS)
    await client.query(
      "insert into yb_jsxx values ($1, $2, '某某', $3, 'H41', '市一院', '诊断', $4, $5, $6, $7, '2026-06-30 08:00:00')",
      [number, who, kind, total, own, day, division],
    );
};

beforeAll(async () => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  url = await testDatabase("old_medical_insurance");
  const client = new Client({ connectionString: url });
  await client.connect();
  await reset(client);
  await client.end();
  const opened = await subgraph.open(url);
  const read = opened.reader.read;
  database = { ...opened, reader: { ...opened.reader, read: (query) => (queries.push(query), read(query)) } };
});
afterAll(() => database.$disconnect());

const FIELDS = [
  "settlementNumber",
  "insured",
  "kind",
  "institution",
  "total",
  "selfPaid",
  "settledOn",
  "divisionCode",
  "asOf",
];

const everything = (
  outcomes: Readonly<Record<string, EnvelopeOutcome>> = {},
): Readonly<Record<string, EnvelopeOutcome>> => ({
  "Query.medicalSettlements": "CLEAR",
  "Person.medicalSettlements": "CLEAR",
  "Person.id": "CLEAR",
  ...Object.fromEntries(
    ["edges", "pageInfo"].map((field) => [`MedicalSettlementConnection.${field}`, "CLEAR"] as const),
  ),
  "MedicalSettlementEdge.node": "CLEAR",
  "PageInfo.endCursor": "CLEAR",
  "PageInfo.hasNextPage": "CLEAR",
  ...Object.fromEntries(FIELDS.map((field) => [`MedicalSettlement.${field}`, "CLEAR"] as const)),
  ...outcomes,
});

const envelopeOf = (scope: readonly string[], outcomes = everything()): Envelope => ({
  ...emptyEnvelope,
  lines: [{ consumer: { kind: "caller" }, grants: ["g"], scope, coordinates: new Map(Object.entries(outcomes)) }],
});

const ask = async (source: string, envelope?: Envelope, variableValues: Readonly<Record<string, unknown>> = {}) => {
  queries.length = 0;
  const contextValue = { database, ...(envelope && { envelope }) };
  const { data, errors = [] } = await graphql({ schema, source, contextValue, variableValues });
  const told = errors.map(({ path, extensions, message }) => [path?.join("."), extensions["code"], message]);
  return { data: JSON.parse(JSON.stringify(data)) as unknown, told };
};

const LIST = `query ($division: DivisionCode!, $first: Int, $after: String, $kind: MedicalSettlementKind, $since: Date) {
  medicalSettlements(division: $division, first: $first, after: $after, kind: $kind, since: $since) {
    edges { node { settlementNumber insured { id } kind total selfPaid settledOn divisionCode asOf } }
    pageInfo { endCursor hasNextPage } } }`;

const NUMBERS = `query ($division: DivisionCode!, $first: Int, $after: String, $kind: MedicalSettlementKind, $since: Date) {
  medicalSettlements(division: $division, first: $first, after: $after, kind: $kind, since: $since) {
    edges { node { settlementNumber } } pageInfo { endCursor hasNextPage } } }`;

const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on Person { medicalSettlements { settlementNumber total } } ... on MedicalSettlement { settlementNumber total } } }`;

const people = (...numbers: readonly string[]) => ({
  of: numbers.map((number) => ({ __typename: "Person", id: idOf(number) })),
});

interface Listed {
  readonly medicalSettlements: {
    readonly edges: readonly { readonly node: { readonly settlementNumber: string } }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

const numbersIn = (data: unknown): readonly string[] =>
  (data as Listed).medicalSettlements.edges.map(({ node }) => node.settlementNumber);

describe("an old system's view is a department's graph", () => {
  test("its words and codes are the graph's; numbers of people are pseudonyms, those of 15 digits the same person's", async () => {
    const { data, told } = await ask(LIST, envelopeOf(["4111"]), { division: "411102001" });
    expect({ data, told }).toEqual({
      data: {
        medicalSettlements: {
          edges: [
            {
              node: {
                settlementNumber: "S01",
                insured: { id: idOf(ZHANG) },
                kind: "INPATIENT",
                total: 4_120_055,
                selfPaid: 1_300_000,
                settledOn: "2026-03-01",
                divisionCode: "411102001001",
                asOf: "2026-06-30T00:00:00.000Z",
              },
            },
            {
              node: {
                settlementNumber: "S02",
                insured: { id: idOf(ZHANG) },
                kind: "OUTPATIENT",
                total: 8_810,
                selfPaid: 2_005,
                settledOn: "2026-04-12",
                divisionCode: "411102001001",
                asOf: "2026-06-30T00:00:00.000Z",
              },
            },
            {
              node: {
                settlementNumber: "S05",
                insured: null,
                kind: "OUTPATIENT",
                total: 500,
                selfPaid: 500,
                settledOn: "2026-06-01",
                divisionCode: "411102001001",
                asOf: "2026-06-30T00:00:00.000Z",
              },
            },
          ],
          pageInfo: { endCursor: expect.any(String), hasNextPage: false },
        },
      },
      told: [
        [
          "medicalSettlements.edges.2.node.insured",
          "HUB_SOURCE_DRIFT",
          "The source medical-insurance gave a value of MedicalSettlement.insured that its description does not know",
        ],
      ],
    });
  });

  test("a code and a date that the description does not know are null with a reason; the rest of the row stands", async () => {
    const { data, told } = await ask(LIST, envelopeOf(["4111"]), { division: "411102002" });
    expect(data).toMatchObject({
      medicalSettlements: { edges: [{ node: { settlementNumber: "S04", kind: null, settledOn: null, total: 1_200 } }] },
    });
    expect(told.map(([path, code]) => [path, code])).toEqual([
      ["medicalSettlements.edges.0.node.kind", "HUB_SOURCE_DRIFT"],
      ["medicalSettlements.edges.0.node.settledOn", "HUB_SOURCE_DRIFT"],
    ]);
  });

  test("pages go by keyset, and filters are the old system's own codes and dates", async () => {
    const first = await ask(NUMBERS, envelopeOf(["4111"]), { division: "4111", first: 3 });
    expect(numbersIn(first.data)).toEqual(["S01", "S02", "S03"]);
    const { endCursor, hasNextPage } = (first.data as Listed).medicalSettlements.pageInfo;
    expect(hasNextPage).toBe(true);
    const next = await ask(NUMBERS, envelopeOf(["4111"]), { division: "4111", first: 3, after: endCursor });
    expect(numbersIn(next.data)).toEqual(["S04", "S05"]);
    const kind = await ask(NUMBERS, envelopeOf(["4111"]), { division: "4111", kind: "OUTPATIENT" });
    expect(numbersIn(kind.data)).toEqual(["S02", "S05"]);
    const since = await ask(NUMBERS, envelopeOf(["4111"]), { division: "4111", since: "2026-05-01" });
    expect(numbersIn(since.data)).toEqual(["S03", "S05"]);
  });

  test("many people are one statement, found under every way in which their number is written", async () => {
    const envelope = envelopeOf(["4111"]);
    const { data, told } = await ask(ENTITIES, envelope, people(ZHANG, LI, WANG, person("99110119700101009")));
    const of = (...rows: readonly (readonly [string, number])[]) => ({
      medicalSettlements: rows.map(([settlementNumber, total]) => ({ settlementNumber, total })),
    });
    expect({ data, told }).toEqual({
      data: { _entities: [of(["S01", 4_120_055], ["S02", 8_810]), of(["S03", 60_000]), of(["S04", 1_200]), of()] },
      told: [],
    });
    expect(queries).toHaveLength(1);
    const keys = {
      of: ["S03", "S01", "none"].map((settlementNumber) => ({ __typename: "MedicalSettlement", settlementNumber })),
    };
    const byKey = await ask(ENTITIES, envelope, keys);
    expect(byKey.data).toEqual({
      _entities: [{ settlementNumber: "S03", total: 60_000 }, { settlementNumber: "S01", total: 4_120_055 }, null],
    });
    expect(queries).toHaveLength(1);
  });
});

describe("rows of another division never leave", () => {
  test("of a list: its scope is in the statement", async () => {
    const { data } = await ask(NUMBERS, envelopeOf(["411102"]), { division: "4111" });
    expect(numbersIn(data)).toEqual(["S01", "S02", "S04", "S05"]);
    expect(queries[0]?.where).toContainEqual([{ field: "divisionCode", compare: "startsWith", value: "411102" }]);
  });

  test("of people, and of rows that are asked for by their key", async () => {
    const narrow = envelopeOf(["411102"]);
    expect((await ask(ENTITIES, narrow, people(ZHANG, LI))).data).toEqual({
      _entities: [
        {
          medicalSettlements: [
            { settlementNumber: "S01", total: 4_120_055 },
            { settlementNumber: "S02", total: 8_810 },
          ],
        },
        { medicalSettlements: [] },
      ],
    });
    const key = { of: [{ __typename: "MedicalSettlement", settlementNumber: "S03" }] };
    expect(
      await ask(
        "query ($of: [_Any!]!) { _entities(representations: $of) { ... on MedicalSettlement { total } } }",
        narrow,
        key,
      ),
    ).toMatchObject({
      data: { _entities: [{ total: null }] },
      told: [["_entities.0.total", "HUB_FIELD_DENIED", expect.any(String)]],
    });
  });

  test("nor do rows whose division nobody can tell, not even to who may see the whole city", async () => {
    const { data } = await ask(ENTITIES, envelopeOf([""]), people(WANG));
    expect(data).toEqual({ _entities: [{ medicalSettlements: [{ settlementNumber: "S04", total: 1_200 }] }] });
  });
});

describe("the hub is told how fresh an old system is", () => {
  const evidence = (asOf: string | null) => ({
    datasets: [{ type: "MedicalSettlement", changes: null, asOf }],
    checks: [],
  });

  test("G25: by the newest moment of which its rows tell, and nothing else of them", async () => {
    expect(await database.evidence?.()).toEqual(evidence("2026-06-30T00:00:00.000Z"));
  });

  test("G25: one that cannot tell is unknown, neither fresh nor late", async () => {
    const told: SourceProblem[] = [];
    const gone = { ...description, types: new Map(description.types) };
    for (const [name, type] of gone.types) gone.types.set(name, { ...type, asOf: "no_such_column" });
    const other = await sourceSubgraph(gone, { tell: (problem) => told.push(problem) }).open(url);
    expect(await other.evidence?.()).toEqual(evidence(null));
    expect(told).toEqual([{ source: "medical-insurance", kind: "error", code: "42703" }]);
    await other.$disconnect();
  });
});

describe("nothing but what is granted is read", () => {
  test("columns that the envelope does not name are not in the statement; what is not classified is not in the graph", async () => {
    const few = {
      "Query.medicalSettlements": "CLEAR",
      "MedicalSettlement.divisionCode": "CLEAR",
      "MedicalSettlement.total": "CLEAR",
    } as const;
    await ask(NUMBERS, envelopeOf(["4111"], few), { division: "4111" });
    expect([...(queries[0]?.fields ?? [])]).toEqual(["settlementNumber", "insured", "total"]);
    const type = schema.getType("MedicalSettlement");
    expect(type && "getFields" in type && Object.keys(type.getFields())).toEqual([...FIELDS].sort());
  });

  test("a masked amount is a band, a masked day its year", async () => {
    const masked = everything({ "MedicalSettlement.total": "MASKED", "MedicalSettlement.settledOn": "MASKED" });
    const { data } = await ask(LIST, envelopeOf(["4111"], masked), { division: "411103" });
    expect(data).toMatchObject({
      medicalSettlements: {
        edges: [{ node: { total: { min: 50_000, max: 100_000 }, selfPaid: 10_000, settledOn: "2026" } }],
      },
    });
  });

  test("without an envelope nothing is answered and nothing is read", async () => {
    expect(await ask(NUMBERS, undefined, { division: "4111" })).toMatchObject({
      data: { medicalSettlements: null },
      told: [["medicalSettlements", "HUB_ENVELOPE_REFUSED", expect.any(String)]],
    });
    expect(queries).toEqual([]);
  });

  test("over HTTP the seal is demanded first, and the operator's pages tell whether the old system is there", async () => {
    const { publicKey } = await generateKeyPair("EdDSA");
    const envelopeKeys = { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "EdDSA" }] };
    const seal = embeddedSeals([subgraph.name]).departmentSide(subgraph.name);
    const running = await serveSubgraph(subgraph, { databaseUrl: url, port: 0, envelopeKeys, seal });
    const body = JSON.stringify({ query: NUMBERS, variables: { division: "4111" } });
    const refused = await fetch(running.url, { method: "POST", headers: { "content-type": "application/json" }, body });
    expect([refused.status, refused.headers.get("x-hub-seal-refused")]).toEqual([401, "HUB_SEAL_KEY"]);
    expect(await (await fetch(`${running.url}readyz`)).json()).toEqual({ ready: true, database: "up" });
    await running.stop();
  });
});

test("the old system cannot be written to, and gives a long statement up; a caller hears nothing of it", async () => {
  const writing = parseSource(
    (await readFile("subgraphs/sources/medical-insurance/source.yaml", "utf8")).replace(
      "from: v_gx_jsxx",
      "from: slow",
    ),
    "slow.yaml",
  );
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    "drop view if exists slow; create or replace function writes() returns int language plpgsql volatile as $$ begin insert into yb_jsxx select 'X' || jsdh, sfzh, xm, jslx, yljgdm, yljgmc, zdmc, fyze, grzf, jsrq, tcqh, scsj from yb_jsxx; return 1; end $$",
  );
  await client.query("create view slow as select * from yb_jsxx where writes() = 1");
  const failures: object[] = [];
  const slow = sourceSubgraph(writing, { tell: (problem) => failures.push(problem) });
  // Not even by an address that asks for it.
  const loose = new URL(url);
  loose.searchParams.set("options", "-c default_transaction_read_only=off");
  const opened = await slow.open(loose.href);
  const asked = async () => {
    const { data, errors = [] } = await graphql({
      schema: slow.schema,
      source: NUMBERS,
      contextValue: { database: opened },
      variableValues: { division: "4111" },
    });
    return [JSON.parse(JSON.stringify(data)) as unknown, errors.map(({ message }) => message)];
  };
  const unavailable = [
    { medicalSettlements: null },
    ["The source medical-insurance does not answer now; others' answers stand"],
  ];
  expect(await asked()).toEqual(unavailable);
  expect(failures).toEqual([{ source: "medical-insurance", kind: "error", code: "25006" }]);
  await client.query(
    "create or replace function writes() returns int language sql volatile as $$ select 1 from pg_sleep(2) $$",
  );
  await opened.$disconnect();
  const patient = sourceSubgraph(
    { ...writing, sql: { statementSeconds: 1 } },
    { tell: (problem) => failures.push(problem) },
  );
  const again = await patient.open(url);
  const { errors } = await graphql({
    schema: patient.schema,
    source: NUMBERS,
    contextValue: { database: again },
    variableValues: { division: "4111" },
  });
  expect(errors?.map(({ message }) => message)).toEqual(unavailable[1]);
  expect(failures[1]).toEqual({ source: "medical-insurance", kind: "error", code: "57014" });
  await again.$disconnect();
  await client.query("drop view slow");
  const { rows } = await client.query("select count(*)::int as count from yb_jsxx");
  expect(rows).toEqual([{ count: SETTLEMENTS.length }]);
  await client.end();
});
