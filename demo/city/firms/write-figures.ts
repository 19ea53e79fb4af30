import { isoDate } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Random } from "../random.ts";
import type { FirmFacts, YearFacts } from "./facts.ts";

const YUAN = 100;

const writeYear = (city: City, facts: FirmFacts, year: YearFacts): void => {
  const { firm } = facts;
  city.write.annual_report({
    enterprise_credit_code: firm.code,
    year: year.year,
    revenue: year.revenue,
    profit: year.profit,
    tax: year.tax,
    assets: year.assets,
    rd_expense: year.rdExpense,
    equipment_investment: year.equipmentInvestment,
    average_insured: year.insuredAverage,
    division_code: firm.village.code,
  });
  city.write.employer_year({
    employer_code: firm.code,
    year: year.year,
    insured_average: year.insuredAverage,
    insured_at_year_end: year.insuredAtYearEnd,
    laid_off: year.laidOff,
    unemployment_paid_months: year.unemploymentPaidMonths,
    unemployment_contribution: year.unemploymentContribution,
    graduate_hires: year.graduateHires,
    new_hires: year.newHires,
    no_wage_arrears: year.noWageArrears,
    division_code: firm.village.code,
  });
};

const writeMarks = (city: City, facts: FirmFacts): void => {
  const common = { enterprise_credit_code: facts.firm.code, division_code: facts.firm.village.code };
  for (const { kind, recognition, from, to } of facts.qualifications)
    city.write.qualification({ ...common, kind, recognition, valid_from: isoDate(from), valid_to: isoDate(to) });
  for (const { listedOn, reason, removedOn } of facts.abnormal)
    city.write.abnormal_listing({
      ...common,
      listed_on: isoDate(listedOn),
      reason,
      removed_on: removedOn === null ? null : isoDate(removedOn),
    });
  for (const { decidedOn, ...penalty } of facts.penalties)
    city.write.penalty({ ...common, ...penalty, decided_on: isoDate(decidedOn) });
  for (const { policy, amount, paidOn } of facts.payouts)
    city.write.payout({ ...common, policy_code: policy, year: city.calendar.year, amount, paid_on: isoDate(paidOn) });
};

const writeVacancy = (city: City, random: Random, facts: FirmFacts): void => {
  const { firm } = facts;
  const from = random.between(26, 60) * 100 * YUAN;
  const postedOn = city.calendar.today - random.between(2, 60);
  city.write.vacancy({
    employer_code: firm.code,
    post: random.pick(firm.industry.occupations),
    salary_from: from,
    salary_to: from + random.between(8, 30) * 100 * YUAN,
    headcount: random.between(1, 12),
    degree: random.chance(0.5) ? null : random.chance(0.6) ? "COLLEGE" : "BACHELOR",
    posted_on: isoDate(postedOn),
    valid_to: isoDate(postedOn + 90),
    division_code: firm.village.code,
  });
};

/** A firm's figures by year, electricity, tax credit, marks, payouts and vacancies. */
export const writeFigures = (city: City, random: Random, facts: FirmFacts): void => {
  const { firm } = facts;
  writeYear(city, facts, facts.previousYear);
  writeYear(city, facts, facts.lastYear);
  for (const { year, quarter, kilowattHours, peakMonth } of facts.electricity)
    city.write.electricity_use({
      enterprise_credit_code: firm.code,
      year,
      quarter,
      kilowatt_hours: kilowattHours,
      peak_month_kilowatt_hours: peakMonth,
      division_code: firm.village.code,
    });
  city.write.tax_credit({
    enterprise_credit_code: firm.code,
    year: city.calendar.year - 1,
    grade: facts.taxArrears > 0 ? (facts.taxArrears > 50_000_000 ? "D" : "C") : random.pick(["A", "B", "B", "B", "M"]),
    arrears: facts.taxArrears,
    division_code: firm.village.code,
  });
  writeMarks(city, facts);
  if (random.chance(0.3)) writeVacancy(city, random, facts);
};
