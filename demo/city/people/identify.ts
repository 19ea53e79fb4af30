import { pseudonymOf } from "../../../subgraphs/kit/pseudonym.ts";
import type { City } from "../city.ts";
import type { Household } from "./household.ts";
import type { Person } from "./person.ts";

/** A household's number and its pseudonym. */
export interface HouseholdIdentity {
  readonly id: string;
  readonly number: string;
}

const identifyPerson = (city: City, person: Person): void => {
  if (person.number === "") person.number = city.numbers.next(person.birth, person.sex);
  if (person.id === "") person.id = pseudonymOf(person.number, city.key);
};

/** Gives citizen numbers and pseudonyms to the members, and a number to the household. */
export const identify = (city: City, household: Household): HouseholdIdentity => {
  for (const member of household.members) identifyPerson(city, member);
  const order = city.count(household.village.code);
  const number = household.village.code.slice(2) + String(order).padStart(6, "0");
  return { id: pseudonymOf(`household ${number}`, city.key), number };
};
