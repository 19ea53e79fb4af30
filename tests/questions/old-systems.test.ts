import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { firmsIn } from "../../demo/systems/registers.ts";
import { startGovernedCity, type GovernedCity } from "../governed-city.ts";
import { testDatabase } from "../test-database.ts";
import { questionFile } from "./question-files.ts";

/** Sources are served as plain subgraphs, which look at no envelope: what the gateway gates, it gates alone. */
let city: GovernedCity;
let old: Client;
beforeAll(async () => {
  city = await startGovernedCity({ ledgerName: "ledger_old_systems", sources: "plain" });
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

interface Support {
  readonly enterprise: {
    readonly investmentProjects: readonly { readonly projectNumber: string; readonly investment: number }[];
    readonly budgetPayments: readonly { readonly amount: number }[];
    readonly researchSpending: readonly { readonly spending: number; readonly year: number }[];
    readonly taxPayments: readonly { readonly amount: { readonly min: number | null; readonly max: number | null } }[];
    readonly dailyElectricity: readonly { readonly day: string; readonly charge: object }[];
    readonly dishonestyRecords: readonly { readonly performance: string }[];
  };
}

test("six old systems of five departments and a court answer one question about a firm, tax and power in bands", async () => {
  const question = questionFile("firm-support");
  const firms = await firmsIn(city.databaseUrls.enterprise);
  const whole = firms.find(
    ({ spread, division }, at) => spread % 12 === 0 && at % 6 === 0 && division.startsWith("4111"),
  );
  const answer = await city.askAs("firm-support", question.document, { creditCode: whole?.code });
  expect(answer.errors).toBeUndefined();
  const { enterprise } = answer.data as unknown as Support;
  const spread = whole?.spread ?? 0;
  const [tax] = enterprise.taxPayments;
  const paid = (300 + spread * 1.25) * 100;
  expect((tax?.amount.min ?? 0) <= paid && paid < (tax?.amount.max ?? Infinity)).toBe(true);
  expect(enterprise).toMatchObject({
    investmentProjects: [{ investment: expect.any(Number) }],
    budgetPayments: [{ amount: (20_000 + spread * 30) * 100 + 50 }],
    researchSpending: [{ year: 2025, spending: Math.round((8 + (spread % 4_000) / 16) * 1_000_000) }],
    dailyElectricity: [{ day: "2026-10-30", charge: { max: expect.anything() } }],
    dishonestyRecords: [],
  });
  const listed = firms.find(({ spread: one }) => one % 40 === 1);
  const bad = await city.askAs(
    "firm-support",
    "query ($creditCode: CreditCode!) { enterprise(creditCode: $creditCode) { dishonestyRecords { performance } } }",
    { creditCode: listed?.code },
  );
  expect(bad.data).toEqual({ enterprise: { dishonestyRecords: [{ performance: "PARTIAL" }] } });
  expect(city.records.at(-1)).toMatchObject({
    app: "firm-support",
    purpose: "FIRM_SUPPORT_REVIEW",
    decision: "RELEASED",
  });
});
