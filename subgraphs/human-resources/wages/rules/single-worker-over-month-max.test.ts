import { expect, test } from "@jest/globals";
import { AUGUST, JULY, booksOf, cleanSite, paidLine, withLines, workers } from "../example.ts";
import { singleWorkerOverMonthMax } from "./single-worker-over-month-max.ts";

const paying = (due: number, month: string) =>
  withLines(cleanSite(), workers(1), [month], (person) => paidLine(person, month, { due, paid: due }));

test("more than the maximum in the newest due month is found", () => {
  expect(singleWorkerOverMonthMax.evaluate(booksOf(paying(5_800_000, AUGUST)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 5800000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月有 1 人单月应发超过 50,000 元，最高5至10万元",
           "workers": 1,
         },
       ],
       "message": "单人单月工资超过 50,000 元，工资表可能不实",
     },
   ]
  `);
});

test("exactly the maximum is not, nor is a month that was looked at before", () => {
  expect(singleWorkerOverMonthMax.evaluate(booksOf(paying(5_000_000, AUGUST)))).toEqual([]);
  expect(singleWorkerOverMonthMax.evaluate(booksOf(paying(5_800_000, JULY)))).toEqual([]);
});

test("back pay on top of a month's wages does not count", () => {
  const facts = cleanSite();
  const back = paidLine("worker-01", AUGUST, { due: 5_800_000, paid: 5_800_000, isBackPay: true });
  expect(singleWorkerOverMonthMax.evaluate(booksOf({ ...facts, lines: [...facts.lines, back] }))).toEqual([]);
});
