import { expect, test } from "@jest/globals";
import { MONTHS, booksOf, cleanSite, paidLine, withLines, workers } from "../example.ts";
import { singleWorkerOverYearMax } from "./single-worker-over-year-max.ts";

const paying = (due: number) =>
  withLines(cleanSite(), workers(1), MONTHS, (person, month) => paidLine(person, month, { due, paid: due }));

test("months under the maximum can make a year over it", () => {
  expect(singleWorkerOverYearMax.evaluate(booksOf(paying(8_000_000)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 32000000,
           "department": "人社",
           "text": "2026年有 1 人累计应发超过 300,000 元，最高20至50万元",
           "workers": 1,
         },
       ],
       "message": "单人全年工资超过 300,000 元，工资表可能不实",
     },
   ]
  `);
});

test("exactly the maximum is not over it, and another year's wages do not count", () => {
  expect(singleWorkerOverYearMax.evaluate(booksOf(paying(7_500_000)))).toEqual([]);
  expect(singleWorkerOverYearMax.evaluate(booksOf({ ...paying(8_000_000), asOf: "2027-01-31" }))).toEqual([]);
});
