import { describe, expect, test } from "@jest/globals";
import { openBooks } from "../books.ts";
import type { PayrollReturnFact, ProjectFacts } from "../facts.ts";
import { AUGUST, cleanSite, paidLine, THRESHOLDS as ALONE, withLines, workers } from "../fixtures/example.ts";
import { judgeProject as judged, type Judgement } from "../judge-project.ts";
import { payrollReturned, payrollReturnsUnheard } from "./bank-returns.ts";

/** A city whose paying bank has joined. */
const THRESHOLDS = { ...ALONE, BANK_RETURNS: 1 };
const judgeProject = (facts: ProjectFacts, limits = THRESHOLDS): Judgement => judged(facts, limits);

const [ONE = ""] = workers(1);

/** One worker's August, paid back on the 20th of September as the books say. */
const paidBack = (returns: ProjectFacts["returns"]): ProjectFacts => {
  const site = withLines(cleanSite({ returns }), [ONE], [AUGUST], () => undefined);
  return { ...site, lines: [...site.lines, paidLine(ONE, AUGUST, { isBackPay: true, paidOn: "2026-09-20" })] };
};

const returned = (more: Partial<PayrollReturnFact> = {}): PayrollReturnFact => ({
  ...{ person: ONE, month: AUGUST, isBackPay: true, returnedOn: "2026-09-21", ...more },
});

const rulesOf = (facts: ProjectFacts): readonly string[] => judgeProject(facts).reasons.map(({ rule }) => rule.id);

describe("payrollReturned", () => {
  test("back pay that the books have and the bank got back is owed, by the bank's word", () => {
    const { level, reasons, owed, ruledOut, missing } = judgeProject(paidBack([returned()]));
    expect({ level, missing }).toEqual({ level: "ORANGE", missing: [] });
    expect(owed).toMatchObject([{ person: ONE, month: AUGUST, paid: 0 }]);
    expect(ruledOut.filter(({ person }) => person === ONE)).toEqual([]);
    expect(reasons.find(({ rule }) => rule === payrollReturned)).toMatchObject({
      level: "YELLOW",
      evidence: [{ department: "银行", month: AUGUST, workers: 1, text: expect.stringContaining("补发 1 人") }],
    });
  });

  test("what did not come back has come: another's, another month's, the regular line's", () => {
    for (const other of [{ person: "worker-02" }, { month: "2026-07" }, { isBackPay: false }])
      expect(judgeProject(paidBack([returned(other)])).owed.map(({ person }) => person)).not.toContain(ONE);
    expect(judgeProject(paidBack([])).level).toBe("NONE");
  });

  test("paid again after it came back is paid", () => {
    expect(judgeProject(paidBack([returned({ returnedOn: "2026-09-19" })])).level).toBe("NONE");
  });

  test("a regular payment that came back is not on its way either", () => {
    const site = withLines(
      cleanSite({ returns: [returned({ isBackPay: false, returnedOn: "2026-09-30" })] }),
      [ONE],
      [AUGUST],
      () => paidLine(ONE, AUGUST, { paidOn: "2026-09-29", payrollPaidOn: "2026-09-29" }),
    );
    expect(rulesOf(site)).toEqual(expect.arrayContaining(["monthUnpaid", "payrollReturned"]));
  });

  test("as of a day before it came back, it had come: a past day is judged by what was known on it", () => {
    const facts = paidBack([returned({ returnedOn: "2026-10-02" })]);
    expect(judgeProject(facts).level).toBe("NONE");
    expect(judgeProject({ ...facts, asOf: "2026-10-02" }).level).not.toBe("NONE");
  });
});

describe("payrollReturnsUnheard", () => {
  test("without the bank's answer no project that pays is NONE, and the reason tells of which day", () => {
    const { level, missing, reasons } = judgeProject(cleanSite({ returns: null }));
    expect({ level, missing }).toEqual({ level: "YELLOW", missing: ["银行"] });
    expect(reasons.map(({ rule, message }) => [rule.id, message])).toEqual([
      ["payrollReturnsUnheard", expect.stringContaining("截至 2026-09-30")],
    ]);
    expect(judgeProject(paidBack(null)).level).toBe("YELLOW");
  });

  test("an answer without returns is one, and where nothing was paid there is nothing to verify", () => {
    expect(judgeProject(cleanSite()).level).toBe("NONE");
    const unheard = (facts: ProjectFacts) => payrollReturnsUnheard.evaluate(openBooks(facts, THRESHOLDS));
    expect(unheard(cleanSite({ returns: null }))).toHaveLength(1);
    expect(unheard(cleanSite({ returns: null, lines: [] }))).toEqual([]);
  });

  test("where no bank has joined, its answer is missing to nobody", () => {
    expect(judged(cleanSite({ returns: null }), ALONE)).toMatchObject({ level: "NONE", missing: [], reasons: [] });
  });
});
