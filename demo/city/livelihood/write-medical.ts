import { monthNumber, monthOf, type Day } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import type { Person } from "../people/person.ts";

/** A pensioner's medical insurance. */
export const writeMedical = (city: City, person: Person, village: Village, retiredOn: Day, alive: boolean): void => {
  const { today } = city.calendar;
  const from = retiredOn - 3_650;
  const to = alive ? today : (person.death?.diedOn ?? today);
  city.write.social_insurance({
    person_id: person.id,
    insurance_type: "MEDICAL",
    status: alive ? "ACTIVE" : "TERMINATED",
    employer_code: null,
    contribution_base: 40_000,
    paid_months: monthNumber(to) - monthNumber(from),
    first_paid_month: monthOf(from),
    last_paid_month: monthOf(to),
    division_code: village.code,
  });
};
