import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  AUGUST,
  cleanSite,
  JULY,
  JUNE,
  paidLine,
  THRESHOLDS,
  unpaidLine,
  withLines,
  withRoster,
  workers,
} from "./fixtures/example.ts";
import type { ProjectFacts } from "./facts.ts";
import { judgeProject } from "./judge-project.ts";
import { gravest } from "./rules/rule.ts";

const judge = (facts: ProjectFacts) => judgeProject(facts, THRESHOLDS);
const rulesOf = (facts: ProjectFacts) => judge(facts).reasons.map(({ rule, level }) => `${level} ${rule.id}`);

test("clean books are no warning", () => {
  expect(judge(cleanSite())).toEqual({
    asOf: "2026-09-30",
    level: "NONE",
    jointEnforcement: false,
    reasons: [],
    owed: [],
    owedAmount: 0,
    ruledOut: [],
    missing: [],
  });
});

test("reasons come in the order of the rules", () => {
  expect(rulesOf(withLines(cleanSite(), workers(1), [JUNE, JULY, AUGUST], unpaidLine))).toEqual([
    "RED repeatedRed",
    "RED criminalLine",
    "RED twoMonthsOwed",
    "ORANGE monthUnpaid",
    "YELLOW partlyPaid",
  ]);
});

test("two reds in a row are joint enforcement; one is not", () => {
  const august = withLines(cleanSite(), workers(3), [AUGUST], () => undefined);
  expect(judge(august)).toMatchObject({ level: "RED", jointEnforcement: false });
  const july = withLines(august, workers(3, 4), [JULY], () => undefined);
  expect(judge(july)).toMatchObject({ level: "RED", jointEnforcement: true });
});

test("a receipt that came just after last month's end made no red then", () => {
  const august = withLines(cleanSite(), workers(3), [AUGUST], () => undefined);
  const late = withLines(august, workers(20), [JULY], (person, month) =>
    paidLine(person, month, { paidOn: "2026-09-03" }),
  );
  expect(judge(late)).toMatchObject({ level: "RED", jointEnforcement: false });
});

test("what happens after the day of the look has not happened", () => {
  const accounts = [
    {
      bank: "示例银行",
      openedOn: "2026-03-10",
      labourRatio: 0.2,
      lastTransferOn: "2026-10-20",
      publicisedOn: null,
      closedOn: null,
    },
  ];
  const facts = withRoster(
    withLines(cleanSite({ accounts }), workers(20), [AUGUST], (person, month) =>
      paidLine(person, month, { paidOn: "2026-10-04" }),
    ),
    workers(2),
    { leftOn: "2026-10-02", settledOn: "2026-10-05" },
  );
  expect(judge(facts).level).toBe("RED");
  expect(
    judge({
      ...facts,
      asOf: "2026-10-31",
      lines: [...facts.lines, ...workers(20).map((person) => paidLine(person, "2026-09"))],
    }).level,
  ).toBe("NONE");
});

test("data that did not come is told, and never makes a level graver", () => {
  const silent = judge(cleanSite({ housing: { status: null, permits: null }, contractor: null }));
  expect(silent).toMatchObject({ level: "NONE", missing: ["住建", "涉企"] });
});

test("wages nobody ever put on a payroll are reckoned at the minimum wage", () => {
  const { level, owed } = judge(cleanSite({ lines: [] }));
  expect(level).toBe("RED");
  expect(owed[0]).toMatchObject({ month: "2026-05", isEstimated: true, owed: 231_700 });
});

test("the judgement does not depend on the order of the rows", () => {
  const facts = withLines(cleanSite(), workers(4), [JULY, AUGUST], (person, month) =>
    person === "worker-01" ? undefined : unpaidLine(person, month),
  );
  const shuffled = <Row>(rows: readonly Row[]) => fc.shuffledSubarray([...rows], { minLength: rows.length });
  const rows = fc.tuple(shuffled(facts.lines), shuffled(facts.attendance), shuffled(facts.roster));
  fc.assert(
    fc.property(rows, ([lines, attendance, roster]) => {
      expect(judge({ ...facts, lines, attendance, roster })).toEqual(judge(facts));
    }),
    { numRuns: 20 },
  );
});

test("the gravest level wins, whatever the order", () => {
  expect(gravest(["YELLOW", "RED", "ORANGE"])).toBe("RED");
  expect(gravest(["ORANGE", "YELLOW"])).toBe("ORANGE");
});

test("no finding is no warning", () => {
  expect(gravest([])).toBe("NONE");
});
