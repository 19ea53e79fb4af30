import { describe, expect, test } from "@jest/globals";
import { booksOf, cleanSite, withRoster, workers } from "../fixtures/example.ts";
import { contractorAbnormalOrTaxArrears, permitWithoutRoster, workedUnregistered } from "./standing.ts";

describe("permitWithoutRoster", () => {
  const permitted = (issuedOn: string, status: "ONGOING" | "COMPLETED" = "ONGOING") =>
    cleanSite({
      roster: [],
      housing: {
        status,
        permits: [
          {
            number: "411102260301010101",
            issuedOn,
            contractSignedOn: null,
            paymentGuarantee: true,
            labourCycleDays: 30,
          },
        ],
      },
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

describe("workedUnregistered", () => {
  const told = (site: ReturnType<typeof cleanSite>) => workedUnregistered.evaluate(booksOf(site));

  test("保障农民工工资支付条例第二十八条: who works without a contract, or off the roster, should not have entered the site", () => {
    const site = withRoster(cleanSite(), workers(2), { hasContract: false });
    const roster = site.roster
      .slice(0, -3)
      .map((entry, at) => (at === 5 ? { ...entry, enteredOn: "2026-07-01" } : entry));
    expect(told({ ...site, roster })).toEqual([
      {
        message: "4人有出勤而未实名登记，2人未订立劳动合同：不得进入项目现场施工",
        evidence: [
          { department: "人社", text: "考勤早于登记或者花名册无此人", workers: 4 },
          { department: "人社", text: "花名册载明未订立劳动合同", workers: 2 },
        ],
      },
    ]);
  });

  test("one of the two is told alone; who was registered in the month, and who has left, is not told", () => {
    expect(told(cleanSite())).toEqual([]);
    const unsigned = withRoster(cleanSite(), workers(1), { hasContract: false });
    expect(told(unsigned).map(({ message }) => message)).toEqual(["1人未订立劳动合同：不得进入项目现场施工"]);
    expect(told(withRoster(unsigned, workers(1), { leftOn: "2026-09-20" }))).toEqual([]);
    expect(told(withRoster(cleanSite(), workers(20), { enteredOn: "2026-05-31" }))).toEqual([]);
    const off = cleanSite({ roster: [] });
    expect(told(off).map(({ message }) => message)).toEqual(["20人有出勤而未实名登记：不得进入项目现场施工"]);
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
