import { expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../example.ts";
import { depositShort } from "./deposit-short.ts";

const deposit = (amount: number) => ({ amount, requiredAmount: 1_000_000, validTo: "2027-12-31" });

test("less than what has to be deposited is found", () => {
  expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [deposit(600_000)] })))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 600000,
           "department": "人社",
           "text": "应缴存1至2万元，已缴存5000至10000元",
         },
       ],
       "message": "工资保证金不足，差额2000至5000元",
     },
   ]
  `);
});

test("several deposits count together", () => {
  expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [deposit(600_000), deposit(400_000)] })))).toEqual([]);
});

test("no deposit at all is found", () => {
  expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [] })))[0]?.message).toBe("未缴存工资保证金");
  expect(depositShort.evaluate(booksOf(cleanSite({ deposits: [], accounts: [] })))).toEqual([]);
});
