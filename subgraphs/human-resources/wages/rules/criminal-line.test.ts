import { expect, test } from "@jest/globals";
import { AUGUST, JULY, JUNE, booksOf, cleanSite, paidLine, unpaidLine, withLines, workers } from "../example.ts";
import { criminalLine } from "./criminal-line.ts";

const three = [JUNE, JULY, AUGUST];

test("one worker, three months, 8,000 yuan", () => {
  expect(criminalLine.evaluate(booksOf(withLines(cleanSite(), workers(1), three, unpaidLine)))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "amount": 2160000,
           "department": "人社",
           "month": "2026-06",
           "text": "一名工人被欠 3 个月，2至5万元",
           "workers": 1,
         },
       ],
       "message": "欠薪数额达到刑事立案标准，建议核查后移送",
     },
   ]
  `);
});

test("neither two months nor a small sum over three reach it", () => {
  expect(criminalLine.evaluate(booksOf(withLines(cleanSite(), workers(1), [JULY, AUGUST], unpaidLine)))).toEqual([]);
  const little = withLines(cleanSite(), workers(1), three, (person, month) =>
    paidLine(person, month, { due: 250_000, paid: 0, paidOn: null }),
  );
  expect(criminalLine.evaluate(booksOf(little))).toEqual([]);
});

test("ten workers reach it together from 40,000 yuan on", () => {
  const facts = withLines(cleanSite(), workers(10), [AUGUST], unpaidLine);
  expect(criminalLine.evaluate(booksOf(facts))[0]?.evidence.map(({ text }) => text)).toEqual([
    "10 名工人合计被欠5至10万元",
  ]);
  const little = withLines(cleanSite(), workers(10), [AUGUST], (person, month) =>
    paidLine(person, month, { due: 390_000, paid: 0, paidOn: null }),
  );
  expect(criminalLine.evaluate(booksOf(little))).toEqual([]);
});
