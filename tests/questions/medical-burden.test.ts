import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { testDatabase } from "../test-database.ts";
import { questionFile } from "./question-files.ts";

/** The source is served as a plain subgraph, which looks at no envelope: what the gateway gates, it gates alone. */
let city: GovernedCity;
let old: Client;
beforeAll(async () => {
  city = await startGovernedCity({ ledgerName: "ledger_medical_burden", sources: "plain" });
  old = new Client({ connectionString: await testDatabase("city_old_medical_insurance") });
  await old.connect();
});
afterAll(async () => {
  await old.end();
  await city.stop();
});

const { document, variables } = questionFile("medical-burden");

interface Stay {
  readonly settlementNumber: string;
  readonly kind: string;
  readonly total: { readonly min: number | null; readonly max: number | null };
  readonly selfPaid: { readonly min: number | null; readonly max: number | null };
  readonly divisionCode: string;
}

interface Stays {
  readonly medicalSettlements: { readonly edges: readonly ({ readonly node: Stay | null } | null)[] };
}

/** What the old system itself says, in its own words. */
const told = async (prefix: string, since: string, limit: number) => {
  const { rows } = await old.query<{ jsdh: string; fen: number; tcqh: string }>(
    "select jsdh, (fyze * 100)::int as fen, tcqh from yb_jsxx where jslx in ('21', '22') and tcqh like $1 and jsrq >= $2 order by jsdh limit $3",
    [`${prefix}%`, since, limit],
  );
  return rows;
};

test("an old system answers a governed question: in bands, with a record that names whom it is about by pseudonym", async () => {
  const answer = await city.askAs("medical-burden", document, variables);
  expect(answer.errors).toBeUndefined();
  const stays = (answer.data as unknown as Stays).medicalSettlements.edges.map((edge) => edge?.node);
  const expected = await told("411102", "20260601", 20);
  expect(expected.length).toBeGreaterThan(5);
  expect(stays.map((stay) => stay?.settlementNumber)).toEqual(expected.map(({ jsdh }) => jsdh));
  for (const [at, { fen, tcqh }] of expected.entries()) {
    const { total, kind, divisionCode } = stays[at] as Stay;
    expect({ kind, divisionCode }).toEqual({ kind: "INPATIENT", divisionCode: tcqh });
    expect((total.min ?? 0) <= fen && fen < (total.max ?? Infinity)).toBe(true);
  }
  const record = city.records.at(-1);
  expect(record).toMatchObject({ app: "medical-burden", purpose: "MEDICAL_BURDEN", decision: "RELEASED" });
  const people = (record?.subjects ?? []).filter(({ type }) => type === "Person");
  expect(people.length).toBeGreaterThan(5);
  expect(people.every(({ pseudonym }) => /^[\w-]{22}$/.test(pseudonym))).toBe(true);
  expect(JSON.stringify(record)).not.toMatch(/\d{17}[\dX]|99\d{13}/);
});

test("rows of another division never leave the gateway, although the source ignores whose they are", async () => {
  const narrow = await city.askAs(
    "medical-burden",
    document,
    { ...variables, division: "4111" },
    { division: "411103" },
  );
  const stays = (narrow.data as unknown as Stays).medicalSettlements.edges.flatMap((edge) => edge?.node ?? []);
  const all = await told("4111", "20260601", 20);
  const own = all.filter(({ tcqh }) => tcqh.startsWith("411103")).map(({ jsdh }) => jsdh);
  expect(all.length).toBeGreaterThan(own.length);
  expect(stays.map(({ settlementNumber }) => settlementNumber)).toEqual(own);
});

test("what is not granted is not given: neither the insured, nor the amount in the clear", async () => {
  const answer = await city.askAs(
    "medical-burden",
    `{ medicalSettlements(division: "411102", first: 1) { edges { node { settlementNumber institution insured { id } } } } }`,
  );
  expect(answer.data).toEqual({
    medicalSettlements: {
      edges: [{ node: { settlementNumber: expect.any(String), institution: null, insured: null } }],
    },
  });
  expect(
    answer.errors?.map(({ extensions }) => [extensions?.["code"], extensions?.["coordinate"], extensions?.["owner"]]),
  ).toEqual([
    ["HUB_FIELD_DENIED", "MedicalSettlement.institution", "healthcare-security"],
    ["HUB_FIELD_DENIED", "MedicalSettlement.insured", "healthcare-security"],
  ]);
});
