import { expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../example.ts";
import { contractorAbnormalAndTaxArrears } from "./contractor-abnormal-and-tax-arrears.ts";

const contractor = {
  creditCode: "91411100MA00000000",
  abnormalListings: [{ listedOn: "2026-07-04", removedOn: null }],
  taxCredits: [
    { year: 2024, arrears: 900_000 },
    { year: 2025, arrears: 126_800_000 },
  ],
};

test("a listing that stands and arrears of the newest year are found", () => {
  expect(contractorAbnormalAndTaxArrears.evaluate(booksOf(cleanSite({ contractor })))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "涉企",
           "text": "2026-07-04 列入经营异常名录，尚未移出",
         },
         {
           "amount": 126800000,
           "department": "涉企",
           "text": "欠税余额100至200万元",
         },
       ],
       "message": "施工总承包单位被列入经营异常名录且欠税",
     },
   ]
  `);
});

test("a listing that was removed and arrears that were paid are not", () => {
  const clean = {
    ...contractor,
    abnormalListings: [{ listedOn: "2026-07-04", removedOn: "2026-08-01" }],
    taxCredits: [
      { year: 2024, arrears: 900_000 },
      { year: 2025, arrears: 0 },
    ],
  };
  expect(contractorAbnormalAndTaxArrears.evaluate(booksOf(cleanSite({ contractor: clean })))).toEqual([]);
});

test("no word from 涉企 is no finding", () => {
  const silent = { ...contractor, abnormalListings: null, taxCredits: null };
  expect(contractorAbnormalAndTaxArrears.evaluate(booksOf(cleanSite({ contractor: silent })))).toEqual([]);
  expect(contractorAbnormalAndTaxArrears.evaluate(booksOf(cleanSite({ contractor: null })))).toEqual([]);
});
