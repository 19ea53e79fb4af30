import { readFileSync } from "node:fs";

import { expect, test } from "@jest/globals";
import fc from "fast-check";

import { POLICIES } from "../demo/city/policies/policies.ts";
import { decideSubsistence } from "../subgraphs/civil-affairs/subsistence/decide-subsistence.ts";
import { SUBSISTENCE_RULES } from "../subgraphs/civil-affairs/subsistence/subsistence-rules.ts";
import { evaluateCondition } from "../subgraphs/enterprise/policies/evaluate-condition.ts";
import { factKey, FIGURES, type Facts } from "../subgraphs/enterprise/policies/figures.ts";
import { rentalEligibility, RENTAL_THRESHOLDS } from "../subgraphs/housing/eligibility/rental-eligibility.ts";
import { suspectPension } from "../subgraphs/human-resources/pensions/suspect-pension.ts";
import {
  AUGUST,
  cleanSite,
  JULY,
  paidLine,
  THRESHOLDS,
  withLeavers,
  withLines,
  workers,
} from "../subgraphs/human-resources/wages/fixtures/example.ts";
import { judgeProject } from "../subgraphs/human-resources/wages/judge-project.ts";

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/**
 * A secret figure: whole, of 3s, 7s and 9s alone, which neither a limit nor a law's number nor a band is made of. So two
 * of its digits in a row within a text are a part of the figure, in whatever unit it is told.
 */
function secretFigure(digits: number): fc.Arbitrary<number> {
  return fc.stringMatching(new RegExp(`^[379]{${digits}}$`)).map(Number);
}

/** The texts of explanations in which a part of a secret figure stands, or one of the dates (YYYY-MM-DD); none is right. */
function tellingTexts(explanations: unknown, dates: readonly string[] = []): readonly string[] {
  return textsIn(explanations).filter(
    (text) => /[379]{2}/.test(text.replace(/[,.\s]/g, "")) || dates.some((date) => text.includes(date)),
  );
}

const few = fc.integer({ min: 0, max: 5 });

test("S3: amounts that one input can be worked out from have its level and its mask", () => {
  const sdl = ["human-resources", "civil-affairs", "enterprise"].map((name) =>
    readFileSync(new URL(`../schema/subgraphs/${name}.graphql`, import.meta.url), "utf8"),
  );
  const itemOf = (typeName: string, field: string): string => {
    const [, body = ""] = new RegExp(`^type ${typeName}\\b[^{]*\\{([\\s\\S]*?)^\\}`, "m").exec(sdl.join("\n")) ?? [];
    return new RegExp(`^\\s+${field}\\b.*@item\\(([^)]*)\\)`, "m").exec(body)?.[1] ?? "";
  };
  for (const [typeName, field, level] of [
    ["WageEvidence", "amount", "L4"],
    ["WageWarning", "owedAmount", "L4"],
    ["SubsistenceCheck", "allowance", "L4"],
    ["PolicyIntent", "amount", "L3"],
    ["PolicyMatch", "amount", "L3"],
  ] as const) {
    const item = itemOf(typeName, field);
    expect([typeName, item]).toEqual([typeName, expect.stringContaining(`level: ${level}`)]);
    expect(item).toContain("mask: AMOUNT_BAND");
  }
});

test("S3: public rental is explained without a figure of the household", () => {
  fc.assert(
    fc.property(secretFigure(6), secretFigure(4), secretFigure(8), few, (income, area, value, count) => {
      const means = {
        people: 1,
        incomePerHead: income,
        assetsPerHead: value,
        areaPerHead: area / 100,
        vehicles: count,
        vehicleValue: value,
        otherBenefits: count,
        migrant: true,
        worksHereSince: new Date("2026-01-17"),
      };
      const { lines } = rentalEligibility(means, RENTAL_THRESHOLDS, new Date("2026-10-31"));
      expect(tellingTexts(lines)).toEqual([]);
    }),
  );
});

test("S3: subsistence is explained without a figure of the family", () => {
  fc.assert(
    fc.property(secretFigure(6), secretFigure(2), few, (income, count, people) => {
      const means = {
        people: people + 1,
        income: { wageAndTransfer: null, business: null, property: null, total: income * (people + 1) },
        vehicles: count,
        homes: count,
        nonResidential: count,
        businesses: count,
        deposits: income * (people + 1),
        circumstances: [],
        peopleInNeed: 0,
        mayApplyAlone: [],
      };
      const standard = { amount: 68_000, source: "示例" };
      expect(tellingTexts(decideSubsistence(means, standard, SUBSISTENCE_RULES).lines)).toEqual([]);
    }),
  );
});

/** Every figure of a firm that is a number, each secret; the others as some firm has them. */
const secretFirm: fc.Arbitrary<Facts> = fc
  .array(secretFigure(9), { minLength: FIGURES.size, maxLength: FIGURES.size })
  .map((secrets) => {
    const facts = new Map<string, string | number | boolean | readonly string[]>();
    for (const [at, [name, figure]] of [...FIGURES].entries()) {
      const secret = secrets[at] ?? 0;
      const value = {
        share: secret / 10 ** 9,
        amount: secret,
        count: secret,
        flag: true,
        text: "C",
        word: "SMALL",
        words: [],
      };
      for (const window of figure.yearly ? (["lastYear", "previousYear"] as const) : [undefined])
        facts.set(factKey(name, window), value[figure.kind]);
    }
    return facts;
  });

test.each(POLICIES.map((policy) => [policy.title, policy] as const))(
  "S3: the policy %s is explained without a figure of the firm",
  (_, { conditions, documentNumber }) => {
    fc.assert(
      fc.property(secretFirm, (facts) => {
        const told = evaluateCondition(conditions, facts, documentNumber).lines.map(({ fact }) => fact);
        expect(tellingTexts(told)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  },
);

test("S3: a wage warning is explained without a worker's wage, a firm's arrears or anybody's days", () => {
  const leftOn = "2026-08-20";
  fc.assert(
    fc.property(secretFigure(7), secretFigure(6), secretFigure(9), secretFigure(8), (due, paid, arrears, deposit) => {
      const [leaver = "", partly = "", late = "", rich = ""] = workers(4);
      const changed = withLines(cleanSite(), [leaver, partly, late, rich], [JULY, AUGUST], (person, month) => {
        const unpaid = { due, paid: 0, paidOn: null, payrollPaidOn: null };
        if (person === leaver) return paidLine(person, month, unpaid);
        if (person === rich) return paidLine(person, month, { due: due * 10, paid: due * 10 });
        return paidLine(person, month, person === partly ? { due, paid } : { paidOn: "2026-09-25", isBackPay: true });
      });
      const site = withLeavers(
        {
          ...changed,
          deposits: [{ amount: deposit, requiredAmount: deposit * 10, validTo: "2026-03-29", isExempt: false }],
          accounts: [
            {
              bank: "示例银行",
              openedOn: "2026-03-10",
              labourRatio: 0.1937,
              lastTransferOn: "2026-06-27",
              publicisedOn: null,
              closedOn: null,
            },
          ],
          contractor: { creditCode: "", abnormalListings: [], taxCredits: [{ year: 2026, arrears }] },
        },
        [leaver],
        leftOn,
      );
      const { reasons, ruledOut } = judgeProject(site, THRESHOLDS);
      expect(reasons.length).toBeGreaterThan(4);
      const dates = [leftOn, "2026-09-25", "2026-03-29", "2026-03-10", "2026-06-27"];
      const told = [
        reasons.map(({ message, evidence }) => [message, evidence.map(({ text }) => text)]),
        ruledOut.map(({ reason }) => reason),
      ];
      expect(tellingTexts(told, dates)).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("S3: a pension's suspicion is explained without a date of death, cancellation, cremation or verification", () => {
  const date = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 28 }))
    .map(([month, day]) => `2026-0${month}-${day}`);
  const dateOrNone = fc.option(date);
  fc.assert(
    fc.property(date, dateOrNone, date, dateOrNone, date, (diedOn, cancelledOn, otherwise, crematedOn, verifiedOn) => {
      const suspicion = suspectPension({
        residence: "RURAL",
        benefits: [{ isPaying: true, lastVerifiedOn: verifiedOn }],
        payments: [],
        cancellations: [{ isDeath: true, diedOn, cancelledOn }],
        cremations: [{ diedOn: otherwise, crematedOn }],
      });
      const told = [suspicion?.evidence.map(({ text }) => text), suspicion?.conflicts.map(({ text }) => text)];
      const dates = [diedOn, cancelledOn, otherwise, crematedOn, verifiedOn].filter((one) => one !== null);
      expect(tellingTexts(told, dates)).toEqual([]);
    }),
  );
});
