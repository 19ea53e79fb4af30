import { describe, expect, test } from "@jest/globals";
import { firmFacts, suppliedDishonesty, type FirmRecords } from "./firm-facts.ts";

const AS_OF = new Date("2026-11-24");
const report = (year: number, revenue: bigint) => ({
  year,
  revenue,
  profit: 1n,
  tax: 2n,
  rdExpense: revenue / 20n,
  equipmentInvestment: 3n,
});
const year = (of: number, laidOff: number) => ({
  year: of,
  insuredAverage: 200,
  insuredAtYearEnd: 20,
  laidOff,
  unemploymentPaidMonths: 12,
  unemploymentContribution: 500,
  graduateHires: null,
  newHires: 3,
  noWageArrears: true,
  noInsuranceArrears: true,
});
const RECORDS: FirmRecords = {
  enterprise: {
    type: "LIMITED",
    scale: "SMALL",
    industryCode: "C1353",
    aboveScale: true,
    employees: 20,
    status: "ACTIVE",
  },
  employerYears: [year(2025, 11), year(2024, 0)],
  annualReports: [report(2024, 1000n), report(2025, 1100n)],
  electricityUses: [
    { year: 2025, quarter: 1, kilowattHours: 3000, peakMonthKilowattHours: 1100 },
    { year: 2025, quarter: 3, kilowattHours: 3300, peakMonthKilowattHours: 1500 },
    { year: 2026, quarter: 1, kilowattHours: 3600, peakMonthKilowattHours: 9000 },
  ],
  qualifications: [
    { kind: "HIGH_TECH", recognition: 3, validFrom: new Date("2024-01-01"), validTo: new Date("2026-11-24") },
    { kind: "SPECIALISED", recognition: 1, validFrom: new Date("2020-01-01"), validTo: new Date("2026-11-23") },
  ],
  taxCredits: [
    { year: 2024, grade: "D", arrears: 7n },
    { year: 2025, grade: "A", arrears: 0n },
    { year: 2027, grade: "C", arrears: 9n },
  ],
  abnormalListings: [{ listedOn: new Date("2026-01-01"), removedOn: new Date("2026-11-24") }],
  dishonestyRecords: [],
};
const fact = (key: string, records: FirmRecords = RECORDS) => firmFacts(records, AS_OF).get(key);

test("rates and growth are exact at the thresholds that policies name", () => {
  expect(fact("employerYear.layOffRate@lastYear")).toBe(0.055);
  expect(fact("employerYear.newHireRate@lastYear")).toBe(0.15);
  expect(fact("annualReport.revenueGrowth")).toBe(0.1);
  expect(fact("annualReport.rdRatio@lastYear")).toBe(0.05);
});

test("electricity: this year's first quarter against last year's quarter and peak month", () => {
  expect(fact("electricity.firstQuarterGrowth")).toBe(0.2);
  expect(fact("electricity.monthlyMeanToPeakRatio")).toBe(0.8);
});

test("windows follow the as-of date", () => {
  expect(fact("annualReport.revenue@lastYear")).toBe(1100);
  expect(fact("annualReport.revenue@previousYear")).toBe(1000);
  expect(firmFacts(RECORDS, new Date("2025-06-01")).get("annualReport.revenue@lastYear")).toBe(1000);
});

test("titles count on their last day and not after; the recognition is the high-tech title's", () => {
  expect(fact("qualification.kinds")).toEqual(["HIGH_TECH"]);
  expect(fact("qualification.recognition")).toBe(3);
});

test("tax is the newest year's that is not in the future; a listing that ended today has ended", () => {
  expect(fact("taxCredit.grade")).toBe("A");
  expect(fact("taxCredit.arrears")).toBe(0);
  expect(fact("abnormal.listed")).toBe(false);
});

test("what nobody told is not there: neither zero nor no", () => {
  expect(fact("employerYear.graduateHires@lastYear")).toBeUndefined();
  expect(fact("employerYear.layOffRate@lastYear", { ...RECORDS, employerYears: null })).toBeUndefined();
  expect(fact("electricity.firstQuarterGrowth", { ...RECORDS, electricityUses: [] })).toBeUndefined();
  expect(fact("taxCredit.arrears", { ...RECORDS, taxCredits: [] })).toBeUndefined();
});

describe("the court's list of dishonest debtors (失信被执行人)", () => {
  const listed = (dishonestyRecords: FirmRecords["dishonestyRecords"]) =>
    fact("court.dishonest", { ...RECORDS, dishonestyRecords });

  test("who is on it from the day of publication on is a dishonest debtor; a court that has nobody says no", () => {
    expect(listed([])).toBe(false);
    expect(listed([{ publishedOn: "2026-11-24" }])).toBe(true);
    expect(listed([{ publishedOn: "2026-11-25" }])).toBe(false);
  });

  test("an entry whose day the court does not tell speaks against the firm", () => {
    expect(listed([{ publishedOn: null }])).toBe(true);
  });

  test("a court that is silent leaves it open, and so does an answer that is no list of entries", () => {
    expect(listed(null)).toBeUndefined();
    expect(suppliedDishonesty({})).toBeNull();
    expect(suppliedDishonesty({ dishonestyRecords: null })).toBeNull();
    expect(suppliedDishonesty({ dishonestyRecords: [{ publishedOn: "2026-11-24" }, null] })).toBeNull();
    expect(suppliedDishonesty({ dishonestyRecords: [{ publishedOn: "2026-11-24" }, {}] })).toEqual([
      { publishedOn: "2026-11-24" },
      { publishedOn: null },
    ]);
  });
});
