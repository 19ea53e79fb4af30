import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { isObjectType } from "graphql";

import { POLICIES } from "../demo/city/policies/policies.ts";
import { decideDestitute } from "../subgraphs/civil-affairs/destitute/decide-destitute.ts";
import { DESTITUTE_RULES } from "../subgraphs/civil-affairs/destitute/destitute-rules.ts";
import { decideSubsistence } from "../subgraphs/civil-affairs/subsistence/decide-subsistence.ts";
import { SUBSISTENCE_RULES } from "../subgraphs/civil-affairs/subsistence/subsistence-rules.ts";
import { subgraph as enterprise } from "../subgraphs/enterprise/main.ts";
import { evaluateCondition } from "../subgraphs/enterprise/policies/evaluate-condition.ts";
import { factKey, FIGURES, type Facts } from "../subgraphs/enterprise/policies/figures.ts";
import { rentalEligibility, RENTAL_THRESHOLDS } from "../subgraphs/housing/eligibility/rental-eligibility.ts";
import { suspectPension } from "../subgraphs/human-resources/pensions/suspect-pension.ts";
import {
  AUGUST,
  cleanSite,
  JULY,
  JUNE,
  paidLine,
  THRESHOLDS,
  withLeavers,
  withLines,
  workers,
} from "../subgraphs/human-resources/wages/fixtures/example.ts";
import { judgeProject } from "../subgraphs/human-resources/wages/judge-project.ts";
import { repeatedRed, WAGE_RULES } from "../subgraphs/human-resources/wages/rules/rules.ts";

// S2: what a department works out is listed in an order that no figure of the row or the firm decides.

const figure = fc.integer({ min: 0, max: 9_999_999 });
const few = fc.integer({ min: 0, max: 5 });

/** A site on which some workers are owed some of three months, each another amount. */
const unpaidSite = fc
  .array(fc.record({ months: fc.subarray([JUNE, JULY, AUGUST], { minLength: 1 }), due: figure }), {
    minLength: 3,
    maxLength: 20,
  })
  .map((owed) => {
    const people = workers(owed.length);
    return owed.reduce(
      (site, { months, due }, turn) =>
        withLines(site, people.slice(turn, turn + 1), months, (person, month) =>
          paidLine(person, month, { due: due + 1, paid: 0, paidOn: null, payrollPaidOn: null }),
        ),
      cleanSite(),
    );
  });

const isSorted = (keys: readonly (string | number)[]): boolean =>
  keys.every((key, at) => at === 0 || (keys[at - 1] ?? key) <= key);

test("S2: unpaid workers and false alarms are listed by worker and month, reasons by rule", () => {
  const rules = [repeatedRed, ...WAGE_RULES].map(({ id }) => id);
  fc.assert(
    fc.property(unpaidSite, (site) => {
      const { owed, ruledOut, reasons } = judgeProject(withLeavers(site, workers(2), "2026-09-15"), THRESHOLDS);
      expect(owed.length).toBeGreaterThan(0);
      expect(isSorted(owed.map(({ person, month }) => `${person} ${month}`))).toBe(true);
      expect(isSorted(ruledOut.map(({ person, month }) => `${person} ${month}`))).toBe(true);
      expect(isSorted(reasons.map(({ rule }) => rules.indexOf(rule.id)))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("S2: evidence of one worker each is listed by worker, evidence of months by month", () => {
  const [first = "", second = ""] = workers(2);
  const unpaid = (due: number) => (person: string, month: string) =>
    paidLine(person, month, { due, paid: 0, paidOn: null, payrollPaidOn: null });
  // The second worker is owed the earlier month and the larger amount.
  const site = withLines(
    withLines(cleanSite(), [first], ["2026-06", JULY, AUGUST], unpaid(300_000)),
    [second],
    ["2026-05", "2026-06", JULY, AUGUST],
    unpaid(900_000),
  );
  const { reasons } = judgeProject(withLeavers(site, [first, second], "2026-08-31"), THRESHOLDS);
  const amounts = (id: string) =>
    reasons
      .find(({ rule }) => rule.id === id)
      ?.evidence.flatMap(({ amount, workers: of }) => (of === 1 ? [amount] : []));
  expect(amounts("criminalLine")).toEqual([900_000, 3_600_000]);
  expect(amounts("leaverNotSettled")).toEqual([900_000, 3_600_000]);
  const months = reasons.find(({ rule }) => rule.id === "partlyPaid")?.evidence.map(({ month }) => month ?? "");
  expect(months).toEqual(["2026-05", "2026-06", JULY, AUGUST]);
});

test("S2: a pension's evidence is listed by department and record, its conflicts by kind", () => {
  const date = fc.integer({ min: 10, max: 28 }).map((day) => `2026-05-${day}`);
  const kinds = ["CREMATED_STILL_REGISTERED", "DATES_DISAGREE", "LATE_CANCELLATION", "VERIFIED_AFTER_DEATH"];
  fc.assert(
    fc.property(
      fc.array(date, { minLength: 1, maxLength: 3 }),
      fc.array(date, { minLength: 1 }),
      date,
      (deaths, fires, seen) => {
        const suspicion = suspectPension({
          residence: "RURAL",
          benefits: [{ isPaying: true, lastVerifiedOn: seen }],
          payments: [],
          cancellations: deaths.map((diedOn) => ({ isDeath: true, diedOn, cancelledOn: "2026-09-01" })),
          cremations: fires.map((crematedOn) => ({ diedOn: null, crematedOn })),
        });
        expect(suspicion?.evidence.map(({ on }) => on)).toEqual([...deaths, ...fires]);
        expect(suspicion?.earliestDeathOn).toBe([...deaths, ...fires].sort()[0]);
        expect(isSorted(suspicion?.conflicts.map(({ kind }) => kinds.indexOf(kind)) ?? [])).toBe(true);
      },
    ),
  );
});

/** Asserts that a question is answered with the same conditions in the same order, whatever the figures. */
function alwaysTheSame<Figures>(
  figures: fc.Arbitrary<Figures>,
  conditionsOf: (given: Figures) => readonly string[],
): void {
  fc.assert(
    fc.property(figures, figures, (one, other) => {
      expect(conditionsOf(one)).toEqual(conditionsOf(other));
    }),
  );
}

test("S2: public rental and subsistence list their conditions in one order", () => {
  alwaysTheSame(fc.tuple(figure, figure, few), ([incomePerHead, vehicleValue, count]) => {
    const property = { assetsPerHead: vehicleValue, areaPerHead: count, vehicles: count, vehicleValue };
    const means = {
      ...{ people: 1, incomePerHead, ...property, otherBenefits: count },
      ...{ migrant: true, worksHereSince: new Date("2026-01-17") },
    };
    return rentalEligibility(means, RENTAL_THRESHOLDS, new Date("2026-10-31")).lines.map(({ condition }) => condition);
  });
  alwaysTheSame(fc.tuple(figure, few, few), ([income, count, people]) => {
    const property = { vehicles: count, homes: count, nonResidential: count, deposits: income, businesses: count };
    const earned = { wageAndTransfer: income, business: 0, property: 0, total: income };
    const need = { circumstances: [], peopleInNeed: 0, mayApplyAlone: [] };
    const means = { people: people + 1, income: earned, ...property, ...need };
    const standard = { amount: 68_000, source: "示例" };
    return decideSubsistence(means, standard, SUBSISTENCE_RULES).lines.map(({ condition }) => condition);
  });
});

test("S2: the conditions of the support of the destitute are listed in one order, whoever needs care", () => {
  const of = fc.record({
    ground: fc.constantFrom("ELDERLY" as const, "DISABLED" as const, "MINOR" as const),
    selfCare: fc.constantFrom("FULL" as const, "PARTIAL" as const, "NONE" as const),
    supporters: fc.constantFrom("NONE" as const, "UNABLE" as const, "ABLE" as const),
    monthlyIncome: fc.option(figure),
    basicAmount: figure,
    careAmount: figure,
  });
  alwaysTheSame(of, (file) => {
    const person = { ...file, bornOn: new Date("1950-01-01"), disabilities: [] };
    const standards = { basic: 88_400, care: 21_000, subsistence: 49_000 };
    const told = decideDestitute(person, standards, DESTITUTE_RULES, new Date("2026-10-31"));
    return told.lines.map(({ condition, limit }) => `${condition} ${limit}`);
  });
});

/** Every figure of a firm, with any number where a number is wanted. */
const firm: fc.Arbitrary<Facts> = fc
  .array(figure, { minLength: FIGURES.size, maxLength: FIGURES.size })
  .map((numbers) => {
    const facts = new Map<string, string | number | boolean | readonly string[]>();
    for (const [at, [name, { kind, yearly }]] of [...FIGURES].entries()) {
      const number = numbers[at] ?? 0;
      const flag = number % 2 === 0;
      const value = {
        share: number / 10 ** 7,
        amount: number,
        count: number,
        flag,
        text: "C",
        word: "SMALL",
        words: [],
      }[kind];
      for (const window of yearly ? (["lastYear", "previousYear"] as const) : [undefined])
        facts.set(factKey(name, window), value);
    }
    return facts;
  });

test.each(POLICIES.map((policy) => [policy.title, policy] as const))(
  "S2: the policy %s lists its conditions in one order",
  (_, { conditions, documentNumber }) => {
    alwaysTheSame(firm, (facts) =>
      evaluateCondition(conditions, facts, documentNumber).lines.map((line) => line.condition),
    );
  },
);

test("S2: a firm's policies are listed by code, whatever it can have of them", async () => {
  const type = enterprise.schema.getType("Enterprise");
  const matches = isObjectType(type) ? type.getFields()["policyMatches"] : undefined;
  const always = { dataset: "enterprise", field: "employees", op: ">=", value: 0, text: "任何企业" };
  const policies = [500, 100, 900, 300].map((amount, at) => ({
    ...{ code: `P${at}`, mode: "APPLY", stacking: "HIGHEST", conditions: always, tiers: [{ when: null, amount }] },
    ...{ documentNumber: "示例", validFrom: new Date("2026-01-01"), validTo: new Date("2026-12-31") },
  }));
  const nothing = { findMany: () => Promise.resolve([]) };
  const database = new Proxy({}, { get: () => nothing });
  const inOrder = (text: string) => (text.endsWith(" order by code") ? policies : policies.toReversed());
  const statements = { rows: (text: string) => Promise.resolve(/ from policy /.test(text) ? inOrder(text) : []) };
  const row = { creditCode: "91411100MA00000000", employees: 3, status: "ACTIVE", employerYears: [] };
  const context = { database, statements };
  const found = (await matches?.resolve?.(row, { asOf: new Date("2026-10-31") }, context, {} as never)) as {
    readonly policy: { readonly code: string };
    readonly amount: number | null;
  }[];
  expect(found.map(({ policy, amount }) => [policy.code, amount])).toEqual([
    ["P0", 500],
    ["P1", 100],
    ["P2", 900],
    ["P3", 300],
  ]);
});
