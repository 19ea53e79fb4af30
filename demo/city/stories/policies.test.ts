import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { testDatabase } from "../../../tests/test-database.ts";
import type { Condition, Leaf, Tier } from "../../../schema/policies/condition.ts";
import { smallCity, type SmallCity } from "../small-city.ts";

let city: SmallCity;

beforeAll(async () => {
  city = await smallCity(testDatabase, "policies");
});

afterAll(async () => {
  await city.close();
});

type Value = string | number | boolean | readonly (string | number)[] | undefined;
type Figures = Readonly<Record<string, Value>>;
/** Figures of one firm by dataset and window, as README.md defines them. */
type Dossier = Readonly<Record<string, Figures>>;

const first = async (
  department: "enterprise" | "human-resources",
  sql: string,
  values: readonly unknown[],
): Promise<Figures> => (await city.ask<Record<string, Value>>(department, sql, values))[0] ?? {};

const yearOf = async (code: string, year: number): Promise<{ report: Figures; employer: Figures }> => ({
  report: await first(
    "enterprise",
    `select revenue, equipment_investment as "equipmentInvestment", rd_expense::float / revenue as "rdRatio"
     from annual_report where enterprise_credit_code = $1 and year = $2`,
    [code, year],
  ),
  employer: await first(
    "human-resources",
    `select unemployment_paid_months as "unemploymentPaidMonths", insured_at_year_end as "insuredAtYearEnd",
            graduate_hires as "graduateHires", no_wage_arrears as "noWageArrears", no_insurance_arrears as "noInsuranceArrears",
            unemployment_contribution as "unemploymentContribution",
            laid_off::float / nullif(insured_average, 0) as "layOffRate",
            new_hires::float / nullif(insured_at_year_end, 0) as "newHireRate"
     from employer_year where employer_code = $1 and year = $2`,
    [code, year],
  ),
});

const dossierOf = async (code: string, policy: string): Promise<Dossier> => {
  const last = await yearOf(code, 2025);
  const before = await yearOf(code, 2024);
  const revenueGrowth = Number(last.report["revenue"]) / Number(before.report["revenue"]) - 1;
  return {
    enterprise: await first(
      "enterprise",
      'select type::text, scale::text, industry_code as "industryCode", above_scale as "aboveScale", status::text from enterprise where credit_code = $1',
      [code],
    ),
    electricity: await first(
      "enterprise",
      `select n.kilowatt_hours::float / l.kilowatt_hours - 1 as "firstQuarterGrowth",
              n.kilowatt_hours / 3.0::float / p.peak as "monthlyMeanToPeakRatio"
       from electricity_use n, electricity_use l,
            (select max(peak_month_kilowatt_hours) as peak from electricity_use where enterprise_credit_code = $1 and year = 2025) p
       where n.enterprise_credit_code = $1 and l.enterprise_credit_code = $1
         and n.quarter = 1 and l.quarter = 1 and n.year = 2026 and l.year = 2025`,
      [code],
    ),
    qualification: await first(
      "enterprise",
      `select coalesce(array_agg(kind::text), '{}') as kinds, max(recognition) filter (where kind = 'HIGH_TECH') as recognition
       from qualification where enterprise_credit_code = $1 and date '2026-10-31' between valid_from and valid_to`,
      [code],
    ),
    taxCredit: await first("enterprise", "select arrears from tax_credit where enterprise_credit_code = $1", [code]),
    abnormal: await first(
      "enterprise",
      "select count(*) > 0 as listed from abnormal_listing where enterprise_credit_code = $1 and removed_on is null",
      [code],
    ),
    payout: await first(
      "enterprise",
      "select count(*) > 0 as paid from payout where enterprise_credit_code = $1 and policy_code = $2",
      [code, policy],
    ),
    annualReport: { revenueGrowth },
    "annualReport lastYear": last.report,
    "annualReport previousYear": before.report,
    "employerYear lastYear": last.employer,
  };
};

const holds = (leaf: Leaf, actual: Value): boolean => {
  const { op, value } = leaf;
  switch (op) {
    case "==":
      return actual === value;
    case "!=":
      return actual !== value;
    case ">=":
      return Number(actual) >= Number(value);
    case ">":
      return Number(actual) > Number(value);
    case "<=":
      return Number(actual) <= Number(value);
    case "<":
      return Number(actual) < Number(value);
    case "in":
      return Array.isArray(value) && value.some((candidate) => candidate === actual);
    case "contains":
      return Array.isArray(actual) && actual.some((candidate) => candidate === value);
    case "startsWith":
      return String(actual).startsWith(String(value));
  }
};

const figureOf = (dossier: Dossier, leaf: Leaf): Value =>
  dossier[leaf.window === undefined ? leaf.dataset : `${leaf.dataset} ${leaf.window}`]?.[leaf.field];

/** Texts of the leaves that stand in the way; none when the condition holds. */
const obstacles = (condition: Condition, dossier: Dossier): readonly string[] => {
  if ("allOf" in condition) return condition.allOf.flatMap((part) => obstacles(part, dossier));
  if ("anyOf" in condition) {
    const each = condition.anyOf.map((part) => obstacles(part, dossier));
    return each.some((texts) => texts.length === 0) ? [] : each.flat();
  }
  if ("noneOf" in condition)
    return condition.noneOf.flatMap((part) =>
      obstacles(part, dossier).length === 0 && "text" in part ? [part.text] : [],
    );
  return holds(condition, figureOf(dossier, condition)) ? [] : [condition.text];
};

/** True where a leaf looks at a figure that no table of the city holds. */
const isOpen = (condition: Condition, dossier: Dossier): boolean => {
  const parts =
    "allOf" in condition
      ? condition.allOf
      : "anyOf" in condition
        ? condition.anyOf
        : "noneOf" in condition
          ? condition.noneOf
          : null;
  return parts === null
    ? figureOf(dossier, condition as Leaf) === undefined
    : parts.some((part) => isOpen(part, dossier));
};

const amountOf = (tiers: readonly Tier[], dossier: Dossier): number | null | undefined => {
  const tier = tiers.find(({ when }) => when === null || obstacles(when, dossier).length === 0);
  if (tiers.slice(0, tier && tiers.indexOf(tier)).some(({ when }) => when !== null && isOpen(when, dossier)))
    return null;
  if (!tier) return undefined;
  if ("amount" in tier) return tier.amount;
  const [dataset = "", field = ""] = tier.base.split(".");
  return Math.min(Math.round(Number(dossier[`${dataset} lastYear`]?.[field]) * tier.rate), tier.cap);
};

test("eight policies stand in the register", async () => {
  const policies = await city.ask<{ code: string }>("enterprise", "select code from policy order by code");
  expect(policies.map(({ code }) => code)).toEqual(["CYDK", "GXQY", "KGBZ", "MFHSC", "SBTR", "WGFH", "YSSP", "ZJTX"]);
});

test("planted firms match, or fail at the one condition named, by the rules stored with the policy", async () => {
  const policies = await city.ask<{ code: string; conditions: Condition; tiers: Tier[] }>(
    "enterprise",
    "select * from policy",
  );
  expect(city.manifest.policies).toHaveLength(24);
  for (const story of city.manifest.policies) {
    const policy = policies.find(({ code }) => code === story.policy);
    if (!policy) throw new Error(`no policy ${story.policy}`);
    const dossier = await dossierOf(story.creditCode, story.policy);
    const texts = obstacles(policy.conditions, dossier);
    const label = `${story.policy} ${story.kind}`;
    expect([label, texts.length === 0]).toEqual([label, story.expectedMatch]);
    if (story.failing !== undefined) expect([label, texts]).toEqual([label, expect.arrayContaining([story.failing])]);
    if (story.amount !== undefined) expect([label, amountOf(policy.tiers, dossier)]).toEqual([label, story.amount]);
  }
});
