import type { City } from "../city.ts";
import type { Village } from "../geography/villages.ts";
import type { Career } from "../livelihood/career.ts";
import { residentPensionDay } from "../livelihood/draw-career.ts";
import { personDrawer } from "../people/draft-members.ts";
import type { Household, Person, Relation, Sex } from "../people/household.ts";
import type { Random } from "../random.ts";

const YUAN = 100;

/** Builds planted families: explicit people, careers and property, everything else empty. */
export interface FamilyKit {
  readonly city: City;
  readonly random: Random;
  readonly village: Village;
  readonly person: (sex: Sex, age: number, relation: Relation, career: Career, surname?: string) => Person;
  /** Casual work for `yuan` a month. */
  readonly casual: (yuan: number) => Career;
  /** A resident's pension of `yuan` a month; MUST go to someone over 60. */
  readonly pension: (birth: number, yuan: number) => Career;
  readonly household: (members: Person[], rest?: Partial<Household>) => Household;
}

/** @param village where the family lives: its kind decides which subsistence standard holds */
export function familyKit(city: City, random: Random, village: Village): FamilyKit {
  const draw = personDrawer(city, random, village);
  return {
    city,
    random,
    village,
    person: (sex, age, relation, career, surname) => ({ ...draw(sex, age, relation, surname), career }),
    casual: (yuan) => ({
      kind: "flexible",
      income: yuan * YUAN,
      startedOn: city.calendar.monthStart(0) - 400,
      occupation: "零工",
    }),
    pension: (birth, yuan) => ({
      kind: "retired",
      benefit: "RESIDENT",
      retiredOn: residentPensionDay(birth),
      amount: yuan * YUAN,
      farming: 0,
    }),
    household: (members, rest = {}) => ({
      village,
      members,
      couples: [],
      homes: [],
      cars: [],
      rentals: [],
      disabled: [],
      subsistence: "NEVER",
      ...rest,
    }),
  };
}
