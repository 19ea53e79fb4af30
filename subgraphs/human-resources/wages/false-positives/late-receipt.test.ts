import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, JULY, paidLine, withLines, workers } from "../example.ts";

test("a receipt within the grace after the due date rules it out", () => {
  const facts = withLines(cleanSite(), workers(1), [JULY], (person, month) =>
    paidLine(person, month, { paidOn: "2026-09-02" }),
  );
  const { owed, ruledOut } = booksOf(facts);
  expect(owed).toEqual([]);
  expect(ruledOut.map(({ id, reason }) => [id, reason])).toEqual([
    ["lateBankReceipt", "应于 2026-08-31 前发放，银行回单在其后 7 日内到达"],
  ]);
});

test("a payroll handed to the bank in time waits for its receipts, for a while", () => {
  const waiting = (payrollPaidOn: string) =>
    booksOf(
      withLines(cleanSite(), workers(1), [AUGUST], (person, month) =>
        paidLine(person, month, { paidOn: null, payrollPaidOn }),
      ),
    );
  expect(waiting("2026-09-28").owed).toEqual([]);
  expect(waiting("2026-09-10").owed).toHaveLength(1);
});

test("money that came long after the due date was late, but is not owed any more", () => {
  const facts = withLines(cleanSite(), workers(1), [JULY], (person, month) =>
    paidLine(person, month, { paidOn: "2026-09-20" }),
  );
  expect(booksOf(facts)).toMatchObject({ owed: [], ruledOut: [] });
});
