import { monthNumber, monthOf, type Day } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/household.ts";
import type { Random } from "../random.ts";

const EMPLOYEE_KINDS = ["PENSION", "UNEMPLOYMENT", "INJURY"] as const;
const EMPLOYEE_MEDICAL_KINDS = ["MEDICAL", "MATERNITY"] as const;
const YUAN = 100;
/** Contribution base between 60 % and 300 % of the province's mean wage (豫人社, 2025: 3,850 and 19,250 yuan, rounded). */
const LEAST_BASE = 3_850 * YUAN;
const MOST_BASE = 19_250 * YUAN;

/** Monthly contribution base for a wage, in fen. */
export function contributionBase(wage: number): number {
  return Math.min(MOST_BASE, Math.max(LEAST_BASE, wage));
}

interface Insured {
  readonly employer: string;
  readonly base: number;
  readonly from: Day;
  readonly to: Day;
}

/** The five insurances of an employee, paid every month of the employment. */
export function writeEmployeeInsurance(city: City, person: Person, village: Village, insured: Insured): void {
  const active = insured.to === city.calendar.today;
  const record = {
    personId: person.id,
    status: active ? "ACTIVE" : "SUSPENDED",
    employerCode: insured.employer,
    contributionBase: contributionBase(insured.base),
    paidMonths: monthNumber(insured.to) - monthNumber(insured.from) + 1,
    firstPaidMonth: monthOf(insured.from),
    lastPaidMonth: monthOf(insured.to),
    divisionCode: village.code,
  } as const;
  for (const insuranceType of EMPLOYEE_KINDS) city.write.socialInsurance({ ...record, insuranceType });
  for (const insuranceType of EMPLOYEE_MEDICAL_KINDS) city.write.medicalInsurance({ ...record, insuranceType });
}

/** Residents' insurance, paid once a year: medical for all, pension between 16 and 59 outside school. */
export function writeResidentInsurance(
  city: City,
  random: Random,
  person: Person,
  village: Village,
  age: number,
): void {
  const { year } = city.calendar;
  const record = (years: number, base: number) =>
    ({
      personId: person.id,
      status: "ACTIVE",
      employerCode: null,
      contributionBase: base,
      paidMonths: years * 12,
      firstPaidMonth: `${year - years + 1}-01`,
      lastPaidMonth: `${year}-01`,
      divisionCode: village.code,
    }) as const;
  if (random.chance(0.95)) {
    const medical = record(Math.max(1, Math.min(age, 18)), 400 * YUAN);
    city.write.medicalInsurance({ ...medical, insuranceType: "MEDICAL" });
  }
  if (age >= 18 && age < 60 && person.career.kind !== "student" && random.chance(0.8)) {
    const pension = record(Math.max(1, Math.min(age - 17, 14)), random.between(2, 20) * 100 * YUAN);
    city.write.socialInsurance({ ...pension, insuranceType: "PENSION" });
  }
}

/** A pensioner's medical insurance. */
export function writeMedical(city: City, person: Person, village: Village, retiredOn: Day, alive: boolean): void {
  const { today } = city.calendar;
  const from = retiredOn - 3_650;
  const to = alive ? today : (person.death?.diedOn ?? today);
  city.write.medicalInsurance({
    personId: person.id,
    insuranceType: "MEDICAL",
    status: alive ? "ACTIVE" : "TERMINATED",
    employerCode: null,
    contributionBase: 40_000,
    paidMonths: monthNumber(to) - monthNumber(from),
    firstPaidMonth: monthOf(from),
    lastPaidMonth: monthOf(to),
    divisionCode: village.code,
  });
}
