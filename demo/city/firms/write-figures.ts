import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Random } from "../random.ts";
import type { FirmFacts, YearFacts } from "./firm.ts";

const YUAN = 100;

const writeYear = (city: City, facts: FirmFacts, year: YearFacts): void => {
  const { firm } = facts;
  city.write.annualReport({
    enterpriseCreditCode: firm.code,
    year: year.year,
    revenue: year.revenue,
    profit: year.profit,
    tax: year.tax,
    assets: year.assets,
    rdExpense: year.rdExpense,
    equipmentInvestment: year.equipmentInvestment,
    averageInsured: year.insuredAverage,
    divisionCode: firm.village.code,
  });
  city.write.employerYear({
    employerCode: firm.code,
    year: year.year,
    insuredAverage: year.insuredAverage,
    insuredAtYearEnd: year.insuredAtYearEnd,
    laidOff: year.laidOff,
    unemploymentPaidMonths: year.unemploymentPaidMonths,
    unemploymentContribution: year.unemploymentContribution,
    graduateHires: year.graduateHires,
    newHires: year.newHires,
    noWageArrears: year.noWageArrears,
    divisionCode: firm.village.code,
  });
};

const writeMarks = (city: City, facts: FirmFacts): void => {
  const common = { enterpriseCreditCode: facts.firm.code, divisionCode: facts.firm.village.code };
  for (const { kind, recognition, from, to } of facts.qualifications)
    city.write.qualification({ ...common, kind, recognition, validFrom: isoDate(from), validTo: isoDate(to) });
  for (const { listedOn, reason, removedOn } of facts.abnormal)
    city.write.abnormalListing({
      ...common,
      listedOn: isoDate(listedOn),
      reason,
      removedOn: removedOn === null ? null : isoDate(removedOn),
    });
  for (const { decidedOn, ...penalty } of facts.penalties)
    city.write.penalty({ ...common, ...penalty, decidedOn: isoDate(decidedOn) });
  for (const { policy, amount, paidOn } of facts.payouts)
    city.write.payout({ ...common, policyCode: policy, year: city.calendar.year, amount, paidOn: isoDate(paidOn) });
};

const writeVacancy = (city: City, random: Random, facts: FirmFacts): void => {
  const { firm } = facts;
  const from = random.between(26, 60) * 100 * YUAN;
  const postedOn = city.calendar.today - random.between(2, 60);
  city.write.vacancy({
    employerCode: firm.code,
    post: random.pick(firm.industry.occupations),
    salaryFrom: from,
    salaryTo: from + random.between(8, 30) * 100 * YUAN,
    headcount: random.between(1, 12),
    degree: random.chance(0.5) ? null : random.chance(0.6) ? "COLLEGE" : "BACHELOR",
    postedOn: isoDate(postedOn),
    validTo: isoDate(postedOn + 90),
    divisionCode: firm.village.code,
  });
};

/** A firm's figures by year, electricity, tax credit, marks, payouts and vacancies. */
export const writeFigures = (city: City, random: Random, facts: FirmFacts): void => {
  const { firm } = facts;
  writeYear(city, facts, facts.previousYear);
  writeYear(city, facts, facts.lastYear);
  for (const { year, quarter, kilowattHours, peakMonth } of facts.electricity)
    city.write.electricityUse({
      enterpriseCreditCode: firm.code,
      year,
      quarter,
      kilowattHours: kilowattHours,
      peakMonthKilowattHours: peakMonth,
      divisionCode: firm.village.code,
    });
  city.write.taxCredit({
    enterpriseCreditCode: firm.code,
    year: city.calendar.year - 1,
    grade: facts.taxArrears > 0 ? (facts.taxArrears > 50_000_000 ? "D" : "C") : random.pick(["A", "B", "B", "B", "M"]),
    arrears: facts.taxArrears,
    divisionCode: firm.village.code,
  });
  writeMarks(city, facts);
  if (random.chance(0.3)) writeVacancy(city, random, facts);
};
