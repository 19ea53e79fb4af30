import { ageOn, isoDate, monthNumber, monthOf } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/household.ts";
import type { Random } from "../random.ts";
import { monthIndex } from "../sites/books.ts";
import type { Career } from "./career.ts";
import { writeMedical } from "./write-insurance.ts";

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
export function writePension(city: City, random: Random, person: Person, village: Village, career: Retired): void {
  const { calendar } = city;
  const until = lastPaidMonth(city, person);
  const paying = until >= 11 && (!person.death || person.death.lastPaidMonth !== undefined);
  const { bank, account } = drawAccount(city, random);
  const benefit = city.write.pensionBenefit({
    personId: person.id,
    benefitType: career.benefit,
    retiredOn: isoDate(career.retiredOn),
    payStatus: paying ? "PAYING" : "STOPPED",
    lifeStatus: paying
      ? ageOn(person.birth, calendar.today) > 85 && random.chance(0.1)
        ? "UNVERIFIED"
        : "ALIVE"
      : "DECEASED",
    monthlyAmount: career.amount,
    bank,
    account,
    lastVerifiedOn: isoDate(
      Math.max(career.retiredOn, (person.death?.diedOn ?? calendar.today) - random.between(20, 330)),
    ),
    divisionCode: village.code,
  });
  const from = Math.max(0, monthIndex(calendar, career.retiredOn));
  for (let month = from; month <= until; month += 1)
    city.write.pensionPayment({
      benefitId: benefit,
      personId: person.id,
      payMonth: calendar.months[month] ?? "",
      dueAmount: career.amount,
      paidAmount: career.amount,
      paidOn: isoDate(calendar.monthStart(month) + 14),
      divisionCode: village.code,
    });
  const contributed = career.benefit === "EMPLOYEE" ? random.between(180, 420) : 180;
  const last = monthNumber(career.retiredOn) - 1;
  city.write.socialInsurance({
    personId: person.id,
    insuranceType: "PENSION",
    status: paying ? "DRAWING" : "TERMINATED",
    employerCode: null,
    contributionBase: career.benefit === "EMPLOYEE" ? Math.round(career.amount * 1.6) : 20_000,
    paidMonths: contributed,
    firstPaidMonth: monthOf(career.retiredOn - Math.round(contributed * 30.44)),
    lastPaidMonth: `${Math.floor(last / 12)}-${String((last % 12) + 1).padStart(2, "0")}`,
    divisionCode: village.code,
  });
  writeMedical(city, person, village, career.retiredOn, paying);
}
