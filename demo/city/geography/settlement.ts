import { DISTRICTS, type Village } from "./villages.ts";

/** A village and how many people live in it. */
export interface Settlement {
  readonly village: Village;
  readonly people: number;
}

const PEOPLE_PER_VILLAGE = 60;

/** Every k-th of a list, so that at most `count` remain and all parts of the district are seen. */
const thin = (villages: readonly Village[], count: number): readonly Village[] =>
  villages.length <= count
    ? villages
    : Array.from({ length: count }, (_, index) => villages[Math.floor((index * villages.length) / count)] as Village);

/**
 * Deals people out over villages: districts by their weights, town and country by the district's urban share. A small
 * city settles only some villages, so that neighbours exist. The sum is exactly `people`.
 */
export function settle(villages: readonly Village[], people: number): readonly Settlement[] {
  const weights = DISTRICTS.reduce((sum, { weight }) => sum + weight, 0);
  const shares = DISTRICTS.flatMap((district) => {
    const own = villages.filter((village) => village.district === district);
    return [true, false].flatMap((urban) => {
      const share = (district.weight / weights) * (urban ? district.urbanShare : 1 - district.urbanShare);
      const kind = own.filter((village) => village.urban === urban);
      const chosen = thin(kind, Math.max(1, Math.round((people * share) / PEOPLE_PER_VILLAGE)));
      return chosen.map((village) => ({ village, share: share / chosen.length }));
    });
  }).sort((a, b) => a.village.index - b.village.index);
  let before = 0;
  let settled = 0;
  return shares.map(({ village, share }, index) => {
    before += share;
    const until = index === shares.length - 1 ? people : Math.round(people * before);
    const own = until - settled;
    settled = until;
    return { village, people: own };
  });
}
