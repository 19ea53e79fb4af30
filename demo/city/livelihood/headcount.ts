import { ageOn, dayOf, yearOf, type Calendar } from "../calendar.ts";
import type { Person } from "../people/person.ts";
import type { Career } from "./career.ts";
import { contributionBase } from "./write-insurance.ts";

type Of<Kind extends Career["kind"]> = Extract<Career, { readonly kind: Kind }>;

/** Counts an insured employee in the employer's figures of today and of last year. */
export const countEmployee = (calendar: Calendar, person: Person, career: Of<"employee">): void => {
  const { headcount } = career.firm;
  const lastYear = calendar.year - 1;
  headcount.insured += 1;
  if (career.startedOn > dayOf(lastYear, 12, 31)) return;
  headcount.insuredAtYearEnd += 1;
  headcount.wagesAtYearEnd += contributionBase(career.wage);
  if (career.startedOn < dayOf(lastYear, 1, 1)) headcount.insuredAtYearStart += 1;
  else {
    headcount.newHires += 1;
    const graduate = person.education === "COLLEGE" || person.education === "BACHELOR" || person.education === "MASTER";
    if (graduate && ageOn(person.birth, career.startedOn) <= 25) headcount.graduateHires += 1;
  }
};

/** Counts someone laid off last year. */
export const countLayOff = (calendar: Calendar, career: Of<"unemployed">): void => {
  const { headcount } = career.firm;
  const lastYear = calendar.year - 1;
  if (yearOf(career.endedOn) !== lastYear) return;
  headcount.laidOff += 1;
  if (yearOf(career.startedOn) < lastYear) headcount.insuredAtYearStart += 1;
};
