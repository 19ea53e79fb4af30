import { ageOn } from "../calendar.ts";
import type { City } from "../city.ts";
import type { Random } from "../random.ts";
import type { Person } from "./person.ts";

/** Deaths a year by age; about 8 in 1,000 people altogether (Luohe 2022). */
const hazard = (age: number): number => {
  if (age < 40) return 0.0005;
  if (age < 60) return 0.003;
  if (age < 70) return 0.013;
  if (age < 80) return 0.038;
  return 0.105;
};

/** Lets ordinary deaths of the last year happen: cremated and reported within days, every department told in time. */
export const drawDeaths = (city: City, random: Random, people: readonly Person[]): void => {
  const { today } = city.calendar;
  for (const person of people) {
    if (!random.chance(hazard(ageOn(person.birth, today)))) continue;
    const diedOn = today - random.between(25, 360);
    if (diedOn <= person.birth + 30) continue;
    const crematedOn = diedOn + random.between(2, 4);
    person.death = {
      diedOn,
      ...(random.chance(0.9) ? { crematedOn } : {}),
      cancelledOn: crematedOn + random.between(2, 16),
    };
  }
};
