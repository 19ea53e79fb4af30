import { expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../example.ts";
import { depositExpired } from "./deposit-expired.ts";

const deposit = (validTo: string) => ({ amount: 1_000_000, requiredAmount: 1_000_000, validTo });

test("a deposit that ran out yesterday is found, one that runs out today is not", () => {
  expect(depositExpired.evaluate(booksOf(cleanSite({ deposits: [deposit("2026-09-30")] })))).toEqual([]);
  expect(depositExpired.evaluate(booksOf(cleanSite({ deposits: [deposit("2026-09-29")] })))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "人社",
           "text": "登记的保证金均已过有效期",
         },
       ],
       "message": "工资保证金已到期",
     },
   ]
  `);
});

test("a later deposit takes the place of the one that ran out", () => {
  const renewed = cleanSite({ deposits: [deposit("2026-06-30"), deposit("2027-06-30")] });
  expect(depositExpired.evaluate(booksOf(renewed))).toEqual([]);
});
