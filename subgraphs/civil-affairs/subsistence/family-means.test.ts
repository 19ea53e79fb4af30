import { expect, test } from "@jest/globals";
import { familyMeans, type OwnRecords } from "./family-means.ts";
import { SUBSISTENCE_RULES } from "./subsistence-rules.ts";
import type { SuppliedMember } from "./supplied-family.ts";

const AS_OF = new Date("2026-10-31");
const NOTHING: OwnRecords = { cremated: new Set(), seriouslyDisabled: new Set() };
const person = (id: string, rest: Partial<SuppliedMember> = {}): SuppliedMember => ({
  id,
  birthDate: new Date("1990-01-01"),
  deceased: false,
  householdType: "URBAN",
  monthlyIncome: 0,
  vehicleTypes: [],
  property: [],
  businesses: 0,
  ...rest,
});
const means = (members: readonly SuppliedMember[], own = NOTHING) =>
  familyMeans(members, own, SUBSISTENCE_RULES, AS_OF);
const home = (unitNumber: string | null, usage = "RESIDENTIAL") => ({ unitNumber, usage });

test("the dead do not count, also when only the crematorium knows", () => {
  const members = [
    person("a", { monthlyIncome: 100 }),
    person("b", { monthlyIncome: 900, deceased: true }),
    person("c", { monthlyIncome: 800 }),
  ];
  expect(means(members, { ...NOTHING, cremated: new Set(["c"]) })).toMatchObject({ people: 1, income: 100 });
  expect(means([person("b", { deceased: true })])).toBeNull();
});

test("property counts once by unit, a unit without number for itself; shops and offices are not homes", () => {
  const members = [
    person("a", { property: [home("1"), home("2", "COMMERCIAL")] }),
    person("b", { property: [home("1"), home(null), home(null), home("3", "OFFICE")] }),
  ];
  expect(means(members)).toMatchObject({ homes: 3, nonResidential: 2 });
});

test("a scooter for the disabled is no vehicle", () => {
  expect(means([person("a", { vehicleTypes: ["DISABILITY_SCOOTER", "MOTORCYCLE", null] })])?.vehicles).toBe(2);
});

test("one member in the country makes it a family of the country", () => {
  expect(means([person("a"), person("b", { householdType: "RURAL" })])?.rural).toBe(true);
  expect(means([person("a"), person("b", { householdType: "COLLECTIVE" })])?.rural).toBe(false);
});

test("circumstances: 60 and over, under 18, serious disability; each once", () => {
  const born = (date: string) => person(date, { birthDate: new Date(date) });
  expect(means([born("1966-10-31"), born("1960-01-01"), born("2008-11-01")])?.circumstances).toEqual([
    "OLD_AGE",
    "MINOR",
  ]);
  expect(means([born("1966-11-01"), born("2008-10-31")])?.circumstances).toEqual([]);
  expect(means([person("a")], { ...NOTHING, seriouslyDisabled: new Set(["a"]) })?.circumstances).toEqual([
    "SERIOUS_DISABILITY",
  ]);
});

test("one silent department leaves its figure open, not zero", () => {
  const silent = person("b", { monthlyIncome: null, vehicleTypes: null, property: null, businesses: null });
  expect(means([person("a"), silent])).toMatchObject({
    income: null,
    vehicles: null,
    homes: null,
    nonResidential: null,
    businesses: null,
  });
});
