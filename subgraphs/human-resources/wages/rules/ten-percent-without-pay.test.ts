import { expect, test } from "@jest/globals";
import { AUGUST, booksOf, cleanSite, withLines, workers } from "../example.ts";
import { tenPercentWithoutPay } from "./ten-percent-without-pay.ts";

test("a tenth of those who attended reaches the line", () => {
  const facts = withLines(cleanSite(), workers(2), [AUGUST], () => undefined);
  expect(tenPercentWithoutPay.evaluate(booksOf(facts))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 1440000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月出勤 20 人，其中 2 人无发放记录，占 10%",
           "workers": 2,
         },
       ],
       "message": "出勤而无工资发放记录的工人达到 10%",
     },
   ]
  `);
});

test("one in twenty does not", () => {
  const facts = withLines(cleanSite(), workers(1), [AUGUST], () => undefined);
  expect(tenPercentWithoutPay.evaluate(booksOf(facts))).toEqual([]);
});
