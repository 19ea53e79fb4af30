import { expect, test } from "@jest/globals";
import type { Facts } from "./figures.ts";
import { STORED_POLICIES } from "./fixtures/stored-policies.ts";
import { matchPolicy } from "./match-policy.ts";
import { parsePolicy, ruleOf, type Rule } from "./parse-policy.ts";

const AS_OF = new Date("2026-11-24");
const NOTHING_PAID = { total: 0, thisYear: 0 };
const MILLION = 100_000_000;

const stored = (wanted: string): Rule => {
  const policy = STORED_POLICIES.find(({ code }) => code === wanted);
  if (!policy) throw new Error(`there is no policy ${wanted}`);
  return ruleOf({ ...policy, validFrom: new Date(policy.validFrom), validTo: new Date(policy.validTo) });
};
const STABLE = stored("WGFH");
const SPECIALISED = stored("ZJTX");

const employer = (layOffRate: number, insuredAtYearEnd: number, months = 12): Facts =>
  new Map<string, string | number>([
    ["enterprise.status", "ACTIVE"],
    ["enterprise.type", "LIMITED"],
    ["enterprise.scale", "SMALL"],
    ["employerYear.unemploymentPaidMonths@lastYear", months],
    ["employerYear.layOffRate@lastYear", layOffRate],
    ["employerYear.insuredAtYearEnd@lastYear", insuredAtYearEnd],
    ["employerYear.unemploymentContribution@lastYear", 1_000_000],
  ]);
const titled = (...kinds: string[]): Facts =>
  new Map<string, string | boolean | readonly string[]>([
    ["enterprise.status", "ACTIVE"],
    ["qualification.kinds", kinds],
    ["abnormal.listed", false],
  ]);
const COURT = { dataset: "court", field: "dishonest", op: "==", value: true, text: "列入名单" } as const;
const IN_BUSINESS = { dataset: "enterprise", field: "status", op: "==", value: "ACTIVE", text: "存续" } as const;
const match = (rule: Rule, facts: Facts, paid = NOTHING_PAID, confirmed = false, asOf = AS_OF) =>
  matchPolicy(rule, facts, paid, confirmed, asOf);

test("稳岗返还: 5.5 % for everybody, 20 % for thirty insured or fewer", () => {
  expect(match(STABLE, employer(0.055, 500))).toMatchObject({ holds: true, amount: 600_000, nextStep: "PAY" });
  expect(match(STABLE, employer(0.0551, 500))).toMatchObject({ holds: false, amount: null, nextStep: "NONE" });
  expect(match(STABLE, employer(0.2, 30)).holds).toBe(true);
  expect(match(STABLE, employer(0.2, 31)).holds).toBe(false);
  expect(match(STABLE, employer(0, 500, 11)).holds).toBe(false);
});

test("without human-resources' figures nothing is promised and nothing refused", () => {
  const own: Facts = new Map([
    ["enterprise.status", "ACTIVE"],
    ["enterprise.type", "LIMITED"],
  ]);
  expect(match(STABLE, own)).toMatchObject({ holds: null, amount: null, nextStep: "NONE" });
});

test("G52: after its last day a policy is told as expired, and pays nobody", () => {
  const on = (day: string) => match(STABLE, employer(0.055, 500), NOTHING_PAID, false, new Date(day));
  expect(on("2026-12-31")).toMatchObject({ holds: true, nextStep: "PAY" });
  const expired = on("2027-01-01");
  expect(expired).toMatchObject({ holds: false, amount: null, nextStep: "EXPIRED" });
  expect(expired.lines[0]).toMatchObject({ condition: "在政策有效期内", fact: "2027-01-01", holds: false });
});

test("G57: a tier without an amount leaves it to the application", () => {
  const loan: Rule = { ...STABLE, mode: "APPLY", tiers: [{ when: null, amount: null }] };
  expect(match(loan, employer(0, 500))).toMatchObject({ holds: true, amount: null, nextStep: "APPLY" });
});

test("paid once, it is settled and says so", () => {
  const again = match(STABLE, employer(0, 500), { total: 5, thisYear: 0 });
  expect(again).toMatchObject({ holds: false, settled: true, amount: null, nextStep: "SETTLED" });
  expect(again.lines.at(-1)).toMatchObject({ condition: "不得有：本政策已兑现", holds: false });
});

test("级差: a provincial title paid before, the national one pays the difference", () => {
  const paid = { total: 0.5 * MILLION, thisYear: 0 };
  expect(match(SPECIALISED, titled("SPECIALISED", "LITTLE_GIANT"), paid)).toMatchObject({
    holds: true,
    settled: false,
    amount: 1.5 * MILLION,
  });
  expect(match(SPECIALISED, titled("SPECIALISED"), paid)).toMatchObject({ settled: true, nextStep: "SETTLED" });
});

test("only between its dates, both included", () => {
  const on = (day: string) => match(STABLE, employer(0, 500), NOTHING_PAID, false, new Date(day));
  expect(["2024-12-31", "2025-01-01", "2026-12-31", "2027-01-01"].map((day) => on(day).holds)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(on("2027-01-01").lines[0]).toEqual({
    condition: "在政策有效期内",
    holds: false,
    limit: "2025-01-01 至 2026-12-31",
    fact: "2027-01-01",
    source: STABLE.source,
    depth: 0,
  });
});

test("the next step follows the mode: confirmation first, then the department", () => {
  const step = (mode: Rule["mode"], confirmed: boolean) =>
    match({ ...STABLE, mode }, employer(0, 500), NOTHING_PAID, confirmed).nextStep;
  expect([step("AUTOMATIC", false), step("CONFIRM", false), step("CONFIRM", true), step("APPLY", true)]).toEqual([
    "PAY",
    "CONFIRM",
    "PAY",
    "APPLY",
  ]);
});

test("19: a policy names the departments whose answer it lacks, and no other; it decides for nobody without them", () => {
  const { conditions } = parsePolicy("P", { noneOf: [COURT] }, [{ when: null, amount: 1 }]);
  const rule: Rule = { ...STABLE, conditions, tiers: [{ when: null, amount: 1 }] };
  const silent = new Set(["court", "employerYear"]);
  const unheard = matchPolicy(rule, new Map(), NOTHING_PAID, false, AS_OF, silent);
  expect(unheard).toMatchObject({ holds: null, amount: null, nextStep: "NONE", missing: ["法院"] });
  expect(unheard.lines.at(-1)).toMatchObject({ fact: "无数据", holds: null });
  expect(match(rule, new Map([["court.dishonest", false]]))).toMatchObject({ holds: true, missing: [] });
  expect(match(rule, new Map([["court.dishonest", true]]))).toMatchObject({ holds: false, missing: [] });
  expect(matchPolicy(STABLE, employer(0, 500), NOTHING_PAID, false, AS_OF, silent).missing).toEqual(["人社"]);
  const tiers = [{ when: COURT, amount: 1 }];
  expect(
    matchPolicy({ ...rule, conditions: IN_BUSINESS, tiers }, new Map(), NOTHING_PAID, false, AS_OF, silent),
  ).toMatchObject({
    missing: ["法院"],
  });
});
