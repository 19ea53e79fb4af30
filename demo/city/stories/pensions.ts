import { isoDate } from "../calendar.ts";
import type { PlantedPension } from "../manifest.ts";
import type { Household, Death, Person } from "../people/household.ts";
import { monthIndex } from "../sites/books.ts";
import type { FamilyKit } from "./family.ts";

/** A planted pensioner's family. `subject` is the person the story is about. */
export interface PensionStory {
  readonly kind: string;
  readonly draft: (kit: FamilyKit) => { readonly household: Household; readonly subject: Person };
}

const YUAN = 100;

/** An old couple in the country whose husband draws an employee's pension; he is the subject. */
const oldCouple = (kit: FamilyKit, death?: Death): ReturnType<PensionStory["draft"]> => {
  const husband = kit.person("MALE", 74, "HEAD", { kind: "none" });
  husband.career = {
    kind: "retired",
    benefit: "EMPLOYEE",
    retiredOn: kit.city.calendar.monthStart(0) - 13 * 365,
    amount: 2_860 * YUAN,
    farming: 0,
  };
  const wife = kit.person("FEMALE", 71, "SPOUSE", { kind: "none" });
  wife.career = kit.pension(wife.birth, 228);
  if (death) husband.death = death;
  const marriedOn = wife.birth + 24 * 365;
  return { household: kit.household([husband, wife], { couples: [{ husband, wife, marriedOn }] }), subject: husband };
};

/** Deaths that the departments' books tell differently, one family for each kind. */
export const PENSION_STORIES: readonly PensionStory[] = [
  {
    kind: "paidAfterCremationStillRegistered",
    draft: (kit) => {
      const diedOn = kit.city.calendar.monthStart(4) + 11;
      return oldCouple(kit, { diedOn, crematedOn: diedOn + 3, lastPaidMonth: 11 });
    },
  },
  {
    kind: "paidAfterCancellation",
    draft: (kit) => {
      const diedOn = kit.city.calendar.monthStart(6) + 4;
      return oldCouple(kit, { diedOn, cancelledOn: diedOn + 7, lastPaidMonth: 11 });
    },
  },
  {
    kind: "lateCancellation",
    draft: (kit) => {
      const { calendar } = kit.city;
      const diedOn = calendar.monthStart(2) + 8;
      return oldCouple(kit, {
        diedOn,
        crematedOn: diedOn + 3,
        cancelledOn: calendar.monthStart(7) + 19,
        lastPaidMonth: 7,
      });
    },
  },
  {
    kind: "wrongDigit",
    draft: (kit) => {
      const { household, subject } = oldCouple(kit);
      const order = kit.city.count(`planted number ${subject.birth}`) * 2 - 2;
      subject.number = kit.city.numbers.planted(subject.birth, "MALE", order);
      const diedOn = kit.city.calendar.monthStart(5) + 6;
      const namesake: Person = {
        ...subject,
        relation: "OTHER",
        number: kit.city.numbers.planted(subject.birth, "MALE", order + 1),
        death: { diedOn, crematedOn: diedOn + 3, cancelledOn: diedOn + 9 },
      };
      household.members.push(namesake);
      return { household, subject };
    },
  },
  {
    kind: "cleanDeath",
    draft: (kit) => {
      const diedOn = kit.city.calendar.monthStart(7) + 2;
      return oldCouple(kit, { diedOn, crematedOn: diedOn + 3, cancelledOn: diedOn + 8 });
    },
  },
];

/** The manifest's line, once the person has a number. */
export function plantedPension(kit: FamilyKit, kind: string, person: Person): PlantedPension {
  const { death, career } = person;
  const diedIn = death ? monthIndex(kit.city.calendar, death.diedOn) : 11;
  const overpaidMonths = death?.lastPaidMonth === undefined ? 0 : death.lastPaidMonth - diedIn;
  return {
    kind,
    personId: person.id,
    citizenNumber: person.number,
    diedOn: death ? isoDate(death.diedOn) : null,
    overpaidMonths,
    overpaidAmount: overpaidMonths * (career.kind === "retired" ? career.amount : 0),
  };
}
