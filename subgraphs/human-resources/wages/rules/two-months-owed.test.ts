import { expect, test } from "@jest/globals";
import { AUGUST, JULY, booksOf, cleanSite, unpaidLine, withLines, workers } from "../example.ts";
import { twoMonthsOwed } from "./two-months-owed.ts";

test("the same worker owed for two months is found", () => {
  const facts = withLines(cleanSite(), workers(1), [JULY, AUGUST], unpaidLine);
  expect(twoMonthsOwed.evaluate(booksOf(facts))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 1440000,
           "department": "人社",
           "month": "2026-07",
           "text": "1 人被欠 2 个月以上，最长 2 个月，合计1至2万元",
           "workers": 1,
         },
       ],
       "message": "有工人被拖欠工资达 2 个月",
     },
   ]
  `);
});

test("two workers owed for one month each are not", () => {
  const july = withLines(cleanSite(), workers(1), [JULY], unpaidLine);
  expect(twoMonthsOwed.evaluate(booksOf(withLines(july, workers(1, 2), [AUGUST], unpaidLine)))).toEqual([]);
});
