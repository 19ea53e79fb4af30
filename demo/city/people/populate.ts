import type { City } from "../city.ts";
import { writeLivelihood } from "../livelihood/write-livelihood.ts";
import { type Random, createRandom } from "../random.ts";
import type { Site } from "../sites/site.ts";
import { writeSite } from "../sites/write-site.ts";
import { identify, type HouseholdIdentity, draftHousehold } from "./draft-household.ts";
import type { Household } from "./household.ts";
import { meansOf } from "./means.ts";
import type { WrittenCase } from "./write-cases.ts";
import { writeCivil, writeDivorces } from "./write-civil.ts";
import { writeDestitute } from "./write-destitute.ts";
import { writeHomes } from "./write-homes.ts";
import { writeRegister } from "./write-register.ts";
import { writeSubsistence } from "./write-subsistence.ts";

/** A household as it is written, with the case that it applied in, if it did. */
interface WrittenHousehold extends HouseholdIdentity {
  readonly rental: WrittenCase | undefined;
  readonly subsistence: WrittenCase | undefined;
}

/** Writes one household into the books of all departments. Its members carry numbers and pseudonyms afterwards. */
export function writeHousehold(city: City, random: Random, household: Household): WrittenHousehold {
  const identity = identify(city, household);
  const means = meansOf(city, household);
  writeRegister(city, random, household, identity);
  for (const person of household.members) writeLivelihood(city, random, person, household.village);
  const rental = writeHomes(city, random, household, identity, means);
  writeCivil(city, random, household);
  writeDestitute(city, household);
  const subsistence = writeSubsistence(city, random, household, identity, means);
  return { ...identity, rental, subsistence };
}

/** Listeners of the pass over the population. */
interface Listeners {
  /** Waits until the databases have caught up. */
  readonly drain: () => Promise<void>;
  readonly onProgress: (done: number, total: number) => void;
  readonly onSite: (site: Site) => void;
}

const BATCH = 400;

/**
 * Fills the villages with ordinary households, each village from a stream of numbers of its own, and writes every
 * construction site as soon as it is complete.
 * @param planted people already written in each village, by the village's code: they count
 */
export async function populate(
  city: City,
  planted: ReadonlyMap<string, number>,
  { drain, onProgress, onSite }: Listeners,
): Promise<void> {
  let done = [...planted.values()].reduce((sum, people) => sum + people, 0);
  let debt = 0;
  let batch = 0;
  const writeSites = (closing: boolean): void => {
    for (const site of city.sites.take(closing)) {
      writeSite(city, site);
      onSite(site);
    }
  };
  for (const { village, people } of city.settlements) {
    const random = createRandom(city.seed, "village", village.code);
    // A village too small for its planted families borrows room from the next ones.
    let room = people - (planted.get(village.code) ?? 0) - debt;
    debt = Math.max(0, -room);
    while (room > 0) {
      const household = draftHousehold(city, random, village, room);
      writeHousehold(city, random, household);
      room -= household.members.length;
      done += household.members.length;
      batch += household.members.length;
      if (batch < BATCH) continue;
      batch = 0;
      writeSites(false);
      await drain();
      onProgress(done, city.people);
    }
    writeDivorces(city, random, village);
  }
  writeSites(true);
  await drain();
  onProgress(city.people, city.people);
}
