import { monthNumber, monthOf, type Day } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/person.ts";

/** A pensioner's medical insurance. */
export const writeMedical = (city: City, person: Person, village: Village, retiredOn: Day, alive: boolean): void => {
  const { today } = city.calendar;
  const from = retiredOn - 3_650;
  const to = alive ? today : (person.death?.diedOn ?? today);
  city.write.socialInsurance({
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
};
