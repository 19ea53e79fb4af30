import { describe, expect, test } from "@jest/globals";
import {
  householdMeans as meansOf,
  suppliedMembers,
  type Applied,
  type Home,
  type RentalRecord,
  type SuppliedMember,
} from "./household-means.ts";

const person = (id: string, rest: Partial<SuppliedMember> = {}): SuppliedMember => ({
  id,
  deceased: false,
  incomeRecorded: true,
  monthlyIncome: 0,
  declaredIncome: 0,
  vehicles: [],
  ...rest,
});
const HERE = "411102001001";
const home = (unitNumber: string, area: number, usage = "RESIDENTIAL", divisionCode = HERE): Home => ({
  unitNumber,
  area,
  usage,
  divisionCode,
});
const APPLIED: Applied = { city: "4111", assets: 900, migrant: false, worksHereSince: null };
const householdMeans = (
  members: readonly SuppliedMember[],
  homes: readonly Home[],
  records: readonly RentalRecord[],
  applied: Partial<Applied> = {},
) => meansOf(members, homes, records, { ...APPLIED, ...applied });
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

test("G48: 公共租赁住房管理办法第七条: a home in another city does not count: 在本地", () => {
  const homes = [home("1", 20), home("2", 90, "RESIDENTIAL", "410102001001")];
  expect(householdMeans([person("a")], homes, [])?.areaPerHead).toBe(20);
});

test("G48: declared property is shared by the living; undeclared is not nothing", () => {
  expect(householdMeans([person("a"), person("b")], [], [])?.assetsPerHead).toBe(450);
  expect(householdMeans([person("a")], [], [], { assets: null })?.assetsPerHead).toBeNull();
});

test("G15: no record of an income is not zero: the declaration decides, and without one nothing is known", () => {
  const unrecorded = { incomeRecorded: false, monthlyIncome: null };
  const incomeOf = (rest: Partial<SuppliedMember>) => householdMeans([person("a", rest)], [], [])?.incomePerHead;
  expect(incomeOf({ ...unrecorded, declaredIncome: 120_000 })).toBe(120_000);
  expect(incomeOf({ ...unrecorded, declaredIncome: null })).toBeNull();
  expect(incomeOf({ monthlyIncome: 100, declaredIncome: 900 })).toBe(900);
  expect(incomeOf({ monthlyIncome: 900, declaredIncome: null })).toBe(900);
});

test("one silent department leaves its figure open, not zero", () => {
  const members = [
    person("a", { monthlyIncome: 100 }),
    person("b", { incomeRecorded: null, monthlyIncome: null, vehicles: null }),
  ];
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

const declared = (personId: string) => ({ personId, declaredIncome: 3 });
const NOTHING = { deceased: null, incomeRecorded: null, monthlyIncome: null, declaredIncome: 3, vehicles: null };

test("reads what the gateway brings, and takes nothing that has not the expected shape", () => {
  const people = [
    {
      registerId: "a",
      deceased: true,
      incomeRecorded: true,
      monthlyIncome: 5,
      vehicles: [{ vehicleType: "CAR", value: 7 }],
    },
    { registerId: "b", deceased: null, monthlyIncome: "5", vehicles: null },
    { registerId: "c", vehicles: [null, { vehicleType: 1 }] },
    { monthlyIncome: 1 },
    null,
  ];
  const members = [...people.map((person) => ({ person })), null];
  expect(suppliedMembers(["a", "b", "c"].map(declared), { members })).toEqual([
    {
      id: "a",
      deceased: true,
      incomeRecorded: true,
      monthlyIncome: 5,
      declaredIncome: 3,
      vehicles: [{ vehicleType: "CAR", value: 7 }],
    },
    { ...NOTHING, id: "b" },
    { ...NOTHING, id: "c", vehicles: [{ vehicleType: null, value: null }] },
  ]);
});

test("nobody who was declared is lost, whatever the gateway brought", () => {
  expect(suppliedMembers([declared("a")], null)).toEqual([{ ...NOTHING, id: "a" }]);
  expect(suppliedMembers([declared("a")], { members: [{ person: { registerId: "x" } }] })).toEqual([
    { ...NOTHING, id: "a" },
  ]);
});
