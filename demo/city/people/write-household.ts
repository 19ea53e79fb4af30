import type { City } from "../city.ts";
import { writeLivelihood } from "../livelihood/write-livelihood.ts";
import type { Random } from "../random.ts";
import type { Household } from "./household.ts";
import { identify, type HouseholdIdentity } from "./identify.ts";
import { meansOf } from "./means.ts";
import { writeCivil } from "./write-civil.ts";
import { writeHomes } from "./write-homes.ts";
import { writeRegister } from "./write-register.ts";
import { writeSubsistence } from "./write-subsistence.ts";

/** Writes one household into the books of all departments. Its members carry numbers and pseudonyms afterwards. */
export const writeHousehold = (city: City, random: Random, household: Household): HouseholdIdentity => {
  const identity = identify(city, household);
  const means = meansOf(city, household);
  writeRegister(city, random, household, identity);
  for (const person of household.members) writeLivelihood(city, random, person, household.village);
  writeHomes(city, random, household, identity, means);
  writeCivil(city, random, household);
  writeSubsistence(city, random, household, identity, means);
  return identity;
};
