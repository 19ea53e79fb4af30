import { describe, expect, test } from "@jest/globals";
import { booksOf, cleanSite } from "../fixtures/example.ts";
import { contractorAbnormalOrTaxArrears, permitWithoutRoster } from "./standing.ts";

describe("permitWithoutRoster", () => {
  const permitted = (issuedOn: string, status: "ONGOING" | "COMPLETED" = "ONGOING") =>
    cleanSite({
      roster: [],
      housing: { status, permits: [{ number: "411102260301010101", issuedOn, contractSignedOn: null }] },
    });

  test("a permit older than the time to register, and nobody on the roster", () => {
    expect(permitWithoutRoster.evaluate(booksOf(permitted("2026-08-31")))).toMatchInlineSnapshot(`
   [
     {
       "evidence": [
         {
           "department": "住建",
           "text": "施工许可 411102260301010101 于 2026-08-31 发证",
         },
         {
           "department": "人社",
           "text": "实名制花名册 0 人",
           "workers": 0,
         },
       ],
       "message": "项目已领施工许可，实名制花名册无人登记",
     },
   ]
  `);
  });

  test("a fresh permit, a finished project, a roster, or no word from 住建: no finding", () => {
    expect(permitWithoutRoster.evaluate(booksOf(permitted("2026-09-01")))).toEqual([]);
    expect(permitWithoutRoster.evaluate(booksOf(permitted("2026-03-01", "COMPLETED")))).toEqual([]);
    expect(permitWithoutRoster.evaluate(booksOf(cleanSite()))).toEqual([]);
    const silent = cleanSite({ roster: [], housing: { status: null, permits: null } });
    expect(permitWithoutRoster.evaluate(booksOf(silent))).toEqual([]);
  });
});

describe("contractorAbnormalOrTaxArrears", () => {
  const contractor = {
    creditCode: "91411100MA00000000",
    abnormalListings: [{ listedOn: "2026-07-04", removedOn: null }],
    taxCredits: [
      { year: 2024, arrears: 900_000 },
      { year: 2025, arrears: 126_800_000 },
    ],
  };

  test("a listing that stands and arrears of the newest year are found", () => {
    expect(contractorAbnormalOrTaxArrears.evaluate(booksOf(cleanSite({ contractor })))).toMatchInlineSnapshot(`
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

  test("G39: either is enough, and only what was found is told", () => {
    const told = (facts: object) =>
      contractorAbnormalOrTaxArrears
        .evaluate(booksOf(cleanSite({ contractor: { ...contractor, ...facts } })))
        .map(({ message, evidence }) => [message, evidence.length]);
    expect(told({ taxCredits: [] })).toEqual([["施工总承包单位被列入经营异常名录", 1]]);
    expect(told({ abnormalListings: [] })).toEqual([["施工总承包单位欠税", 1]]);
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
    expect(contractorAbnormalOrTaxArrears.evaluate(booksOf(cleanSite({ contractor: clean })))).toEqual([]);
  });

  test("no word from 涉企 is no finding", () => {
    const silent = { ...contractor, abnormalListings: null, taxCredits: null };
    expect(contractorAbnormalOrTaxArrears.evaluate(booksOf(cleanSite({ contractor: silent })))).toEqual([]);
    expect(contractorAbnormalOrTaxArrears.evaluate(booksOf(cleanSite({ contractor: null })))).toEqual([]);
  });
});
