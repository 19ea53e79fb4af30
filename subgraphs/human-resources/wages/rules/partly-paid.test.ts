import { expect, test } from "@jest/globals";
import { AUGUST, DAILY_WAGE, DAYS, booksOf, cleanSite, paidLine, withLines, workers } from "../example.ts";
import { partlyPaid } from "./partly-paid.ts";

test("four fifths of one worker's wages are not all of them", () => {
  const facts = withLines(cleanSite(), workers(1), [AUGUST], (person, month) =>
    paidLine(person, month, { paid: DAYS * DAILY_WAGE * 0.8 }),
  );
  expect(partlyPaid.evaluate(booksOf(facts))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 144000,
           "department": "人社",
           "month": "2026-08",
           "text": "2026年8月出勤 20 人，足额发放 19 人（95%），差额1000至2000元",
           "workers": 1,
         },
       ],
       "message": "有出勤工人工资未足额发放",
     },
   ]
  `);
});

test("clean books are not warned of", () => {
  expect(partlyPaid.evaluate(booksOf(cleanSite()))).toEqual([]);
});
