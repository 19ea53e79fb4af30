import { expect, test } from "@jest/globals";
import type { HouseholdMeans } from "./household-means.ts";
import { RENTAL_THRESHOLDS, rentalEligibility } from "./rental-eligibility.ts";

const MEANS: HouseholdMeans = {
  people: 3,
  incomePerHead: 240_000,
  assetsPerHead: 3_000_000,
  areaPerHead: 40 / 3,
  vehicles: 0,
  vehicleValue: 0,
  otherBenefits: 0,
  migrant: false,
  worksHereSince: null,
};
const AS_OF = new Date("2026-10-31");
const decide = (means: Partial<HouseholdMeans>) => rentalEligibility({ ...MEANS, ...means }, RENTAL_THRESHOLDS, AS_OF);
const broken = (means: Partial<HouseholdMeans>) =>
  decide(means)
    .lines.filter(({ holds }) => holds === false)
    .map(({ code }) => code);

test("a family that meets everything, told line by line", () => {
  const answer = decide({});
  expect(answer.holds).toBe(true);
  expect(answer.incomeLimit).toBe(266_666);
  expect(answer.lines.map(({ holds, limit, fact }) => [holds, limit, fact])).toEqual([
    [true, "≤ 2666.67元/月", "2000至5000元/月"],
    [true, "≤ 100000元", "2至5万元"],
    [true, "< 15平方米", "10至20平方米"],
    [true, "不超过1辆，且价值 ≤ 80000元", "无"],
    [true, "无", "无"],
  ]);
});

test("the thresholds themselves: income and vehicle may reach theirs, area may not", () => {
  expect(broken({ incomePerHead: 266_666 })).toEqual([]);
  expect(broken({ incomePerHead: 266_667 })).toEqual(["INCOME_PER_HEAD"]);
  expect(broken({ areaPerHead: 14.99 })).toEqual([]);
  expect(broken({ areaPerHead: 15 })).toEqual(["AREA_PER_HEAD"]);
  expect(broken({ vehicles: 1, vehicleValue: 8_000_000 })).toEqual([]);
  expect(broken({ vehicles: 1, vehicleValue: 8_000_001 })).toEqual(["VEHICLE"]);
  expect(broken({ vehicles: 2, vehicleValue: 1 })).toEqual(["VEHICLE"]);
  expect(broken({ otherBenefits: 1 })).toEqual(["OTHER_BENEFIT"]);
});

test("G48: 公共租赁住房管理办法第七条: property is a condition beside income; undeclared it leaves the answer open", () => {
  expect(broken({ assetsPerHead: 10_000_000 })).toEqual([]);
  expect(broken({ assetsPerHead: 10_000_001 })).toEqual(["ASSETS_PER_HEAD"]);
  expect(decide({ assetsPerHead: null }).holds).toBeNull();
});

test("G48: 公共租赁住房管理办法第七条: a migrant shows a year of steady work here; nobody else is asked", () => {
  const since = (day: string) => ({ migrant: true, worksHereSince: new Date(day) });
  expect(broken(since("2025-10-31"))).toEqual([]);
  expect(broken(since("2025-11-01"))).toEqual(["WORK_HERE"]);
  expect(decide({ migrant: true }).holds).toBeNull();
  expect(decide({}).lines.map(({ code }) => code)).not.toContain("WORK_HERE");
});

test("a missing figure leaves the answer open, unless something else already decides against it", () => {
  expect(decide({ incomePerHead: null }).holds).toBeNull();
  expect(decide({ vehicles: 1, vehicleValue: null }).holds).toBeNull();
  expect(decide({ incomePerHead: null, areaPerHead: 20 }).holds).toBe(false);
  expect(decide({ vehicles: 2, vehicleValue: null }).holds).toBe(false);
});
