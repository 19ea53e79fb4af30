import { ageOn, isoDate, monthNumber, monthOf } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/person.ts";
import type { Random } from "../random.ts";
import { monthIndex } from "../sites/books.ts";
import type { Career } from "./career.ts";
import { writeMedical } from "./write-medical.ts";

type Retired = Extract<Career, { readonly kind: "retired" }>;

const BANKS = [
  "漯河市农村商业银行",
  "中国农业银行漯河分行",
  "中国建设银行漯河分行",
  "中国邮政储蓄银行漯河分行",
] as const;

/** A bank and an account number that no bank issues: it begins with six zeros. */
const drawAccount = (city: City, random: Random): { readonly bank: string; readonly account: string } => ({
  bank: random.pick(BANKS),
  account: `000000${String(random.between(1000, 9999))}${String(city.count("account")).padStart(9, "0")}`,
});

/** Index of the last month for which the pension is paid: to today, or to the month of death, or as a story says. */
const lastPaidMonth = (city: City, person: Person): number =>
  person.death ? (person.death.lastPaidMonth ?? monthIndex(city.calendar, person.death.diedOn)) : 11;

/** A pension and its payments of the books' months, on the 15th of each. */
export const writePension = (city: City, random: Random, person: Person, village: Village, career: Retired): void => {
  const { calendar } = city;
  const until = lastPaidMonth(city, person);
  const paying = until >= 11 && (!person.death || person.death.lastPaidMonth !== undefined);
  const { bank, account } = drawAccount(city, random);
  const benefit = city.write.pension_benefit({
    person_id: person.id,
    benefit_type: career.benefit,
    retired_on: isoDate(career.retiredOn),
    pay_status: paying ? "PAYING" : "STOPPED",
    life_status: paying
      ? ageOn(person.birth, calendar.today) > 85 && random.chance(0.1)
        ? "UNVERIFIED"
        : "ALIVE"
      : "DECEASED",
    monthly_amount: career.amount,
    bank,
    account,
    last_verified_on: isoDate(
      Math.max(career.retiredOn, (person.death?.diedOn ?? calendar.today) - random.between(20, 330)),
    ),
    division_code: village.code,
  });
  const from = Math.max(0, monthIndex(calendar, career.retiredOn));
  for (let month = from; month <= until; month += 1)
    city.write.pension_payment({
      benefit_id: benefit,
      person_id: person.id,
      pay_month: calendar.months[month] ?? "",
      due_amount: career.amount,
      paid_amount: career.amount,
      paid_on: isoDate(calendar.monthStart(month) + 14),
      division_code: village.code,
    });
  const contributed = career.benefit === "EMPLOYEE" ? random.between(180, 420) : 180;
  const last = monthNumber(career.retiredOn) - 1;
  city.write.social_insurance({
    person_id: person.id,
    insurance_type: "PENSION",
    status: paying ? "DRAWING" : "TERMINATED",
    employer_code: null,
    contribution_base: career.benefit === "EMPLOYEE" ? Math.round(career.amount * 1.6) : 20_000,
    paid_months: contributed,
    first_paid_month: monthOf(career.retiredOn - Math.round(contributed * 30.44)),
    last_paid_month: `${Math.floor(last / 12)}-${String((last % 12) + 1).padStart(2, "0")}`,
    division_code: village.code,
  });
  writeMedical(city, person, village, career.retiredOn, paying);
};
