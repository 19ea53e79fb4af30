import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, withLeavers, withLines, workers } from "../example.ts";

const dropped = withLines(cleanSite(), workers(1), [AUGUST], () => undefined);
const leaving = (leftOn: string, settledOn: string | null) =>
  booksOf(withLeavers(dropped, workers(1), leftOn, settledOn));

test("left and settled: the last days came with the settlement", () => {
  const { owed, ruledOut } = leaving("2026-08-03", "2026-08-08");
  expect(owed).toEqual([]);
  expect(ruledOut.map(({ id, reason }) => [id, reason])).toEqual([["leftTheSite", "已退场，工资已结清"]]);
});

test("left and not settled, or settled only after the day of the look: owed", () => {
  expect(leaving("2026-08-03", null).owed).toHaveLength(1);
  expect(leaving("2026-08-03", "2026-10-08").owed).toHaveLength(1);
});

test("a settlement does not speak for a month that ended before the exit", () => {
  expect(leaving("2026-09-03", "2026-09-08").owed).toHaveLength(1);
});
