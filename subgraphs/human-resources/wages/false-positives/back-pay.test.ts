import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, paidLine, unpaidLine, withLines, workers } from "../example.ts";

const dropped = withLines(cleanSite(), workers(1), [AUGUST], () => undefined);
const repaid = (paid: number, paidOn: string | null) => ({
  ...dropped,
  lines: [...dropped.lines, paidLine("worker-01", AUGUST, { isBackPay: true, paid, paidOn })],
});

test("a back payment of the whole month rules it out", () => {
  const { owed, ruledOut } = booksOf(repaid(720_000, "2026-09-25"));
  expect(owed).toEqual([]);
  expect(ruledOut.map(({ id, reason }) => [id, reason])).toEqual([["paidAsBackPay", "已补发"]]);
});

test("a back payment of a part leaves the rest owed", () => {
  const { owed, ruledOut } = booksOf(repaid(500_000, "2026-09-25"));
  expect(owed.map(({ paid, owed: amount }) => [paid, amount])).toEqual([[500_000, 220_000]]);
  expect(ruledOut).toHaveLength(1);
});

test("a back payment that has not come, or comes later, rules nothing out", () => {
  expect(booksOf(repaid(720_000, null)).owed).toHaveLength(1);
  expect(booksOf(repaid(720_000, "2026-10-01")).owed).toHaveLength(1);
});

test("it also makes up for a regular line that was never paid", () => {
  const facts = withLines(cleanSite(), workers(1), [AUGUST], unpaidLine);
  const back = paidLine("worker-01", AUGUST, { isBackPay: true, paidOn: "2026-09-29" });
  expect(booksOf({ ...facts, lines: [...facts.lines, back] }).owed).toEqual([]);
});
