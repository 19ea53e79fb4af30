import { describe, expect, test } from "@jest/globals";
import {
  householdMeans,
  suppliedMembers,
  type Home,
  type RentalRecord,
  type SuppliedMember,
} from "./household-means.ts";

const person = (id: string, rest: Partial<SuppliedMember> = {}): SuppliedMember => ({
  id,
  deceased: false,
  monthlyIncome: 0,
  vehicles: [],
  ...rest,
});
const home = (unitNumber: string, area: number, usage = "RESIDENTIAL"): Home => ({ unitNumber, area, usage });
const record = (id: number, status: string): RentalRecord => ({ id, status });

test("income and area are shared by the living", () => {
  const members = [
    person("a", { monthlyIncome: 430_000 }),
    person("b", { monthlyIncome: 290_000 }),
    person("c"),
    person("d", { deceased: true, monthlyIncome: 999_999 }),
  ];
  expect(householdMeans(members, [home("1", 40)], [])).toMatchObject({
    people: 3,
    incomePerHead: 240_000,
    areaPerHead: 40 / 3,
  });
});

test("a unit counts once, whoever holds it and however often it is written down; shops are no homes", () => {
  const homes = [home("1", 60), home("1", 60), home("2", 30), home("3", 500, "COMMERCIAL")];
  expect(householdMeans([person("a")], homes, [])?.areaPerHead).toBe(90);
});

test("one silent department leaves its figure open, not zero", () => {
  const members = [person("a", { monthlyIncome: 100 }), person("b", { monthlyIncome: null, vehicles: null })];
  expect(householdMeans(members, [], [])).toMatchObject({ incomePerHead: null, vehicles: null, vehicleValue: null });
});

test("a scooter for the disabled is no vehicle; the most expensive one counts", () => {
  const vehicles = [
    { vehicleType: "DISABILITY_SCOOTER", value: 9_000_000 },
    { vehicleType: "CAR", value: 3_000_000 },
    { vehicleType: "MOTORCYCLE", value: 500_000 },
  ];
  expect(householdMeans([person("a", { vehicles })], [], [])).toMatchObject({ vehicles: 2, vehicleValue: 3_000_000 });
  expect(householdMeans([person("a", { vehicles: [{ vehicleType: "CAR", value: null }] })], [], [])).toMatchObject({
    vehicles: 1,
    vehicleValue: null,
  });
});

describe("other support", () => {
  const benefits = (...records: RentalRecord[]) => householdMeans([person("a")], [], records)?.otherBenefits;
  test("nothing, or only the application itself", () => {
    expect(benefits()).toBe(0);
    expect(benefits(record(1, "QUEUED"))).toBe(0);
    expect(benefits(record(1, "EXITED"))).toBe(0);
  });
  test("an application beside a running record", () => {
    expect(benefits(record(1, "QUEUED"), record(2, "HOUSED"))).toBe(1);
  });
  test("the record under review is none, a second one is", () => {
    expect(benefits(record(1, "HOUSED"))).toBe(0);
    expect(benefits(record(1, "HOUSED"), record(2, "SUBSIDISED"))).toBe(1);
  });
  test("the same record found by household and by head is one", () => {
    expect(benefits(record(1, "HOUSED"), record(1, "HOUSED"))).toBe(0);
  });
});

test("nobody alive: nothing to decide", () => {
  expect(householdMeans([], [], [])).toBeNull();
  expect(householdMeans([person("a", { deceased: true })], [], [])).toBeNull();
});

test("reads what the gateway brings, and takes nothing that has not the expected shape", () => {
  const members = [
    { __typename: "Person", id: "a", deceased: true, monthlyIncome: 5, vehicles: [{ vehicleType: "CAR", value: 7 }] },
    { id: "b", deceased: null, monthlyIncome: "5", vehicles: null },
    { id: "c", vehicles: [null, { vehicleType: 1 }] },
    { monthlyIncome: 1 },
    null,
  ];
  expect(suppliedMembers({ id: "h", members })).toEqual([
    { id: "a", deceased: true, monthlyIncome: 5, vehicles: [{ vehicleType: "CAR", value: 7 }] },
    { id: "b", deceased: null, monthlyIncome: null, vehicles: null },
    { id: "c", deceased: null, monthlyIncome: null, vehicles: [{ vehicleType: null, value: null }] },
  ]);
});

test("nothing brought is not an empty household", () => {
  expect(suppliedMembers({ id: "h" })).toBeNull();
  expect(suppliedMembers({ id: "h", members: null })).toBeNull();
  expect(suppliedMembers({ id: "h", members: [] })).toEqual([]);
});
