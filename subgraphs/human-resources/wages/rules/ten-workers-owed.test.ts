import { expect, test } from "@jest/globals";
import { AUGUST, DAILY_WAGE, DAYS, booksOf, cleanSite, paidLine, withLines, workers } from "../example.ts";
import { tenWorkersOwed } from "./ten-workers-owed.ts";

const shortOf = (count: number) =>
  withLines(cleanSite(), workers(count), [AUGUST], (person, month) =>
    paidLine(person, month, { paid: DAYS * DAILY_WAGE * 0.95 }),
  );

test("ten workers are enough, however little each is owed", () => {
  expect(tenWorkersOwed.evaluate(booksOf(shortOf(10)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 360000,
           "department": "人社",
           "text": "10 人被欠工资，合计2000至5000元",
           "workers": 10,
         },
       ],
       "message": "被欠工资的工人达到 10 人",
     },
   ]
  `);
});

test("nine are not", () => {
  expect(tenWorkersOwed.evaluate(booksOf(shortOf(9)))).toEqual([]);
});
