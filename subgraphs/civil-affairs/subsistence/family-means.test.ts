import { expect, test } from "@jest/globals";
import { familyMeans, type OwnRecords } from "./family-means.ts";
import { SUBSISTENCE_RULES } from "./subsistence-rules.ts";
import type { SuppliedMember } from "./supplied-family.ts";

const AS_OF = new Date("2026-10-31");
const declaring = (...ids: readonly string[]): OwnRecords["declared"] =>
  ids.map((personId) => ({ personId, wage: 0, business: 0, property: 0, transfer: 0 }));
const NOTHING: OwnRecords = {
  cremated: new Set(),
  disabled: new Map(),
  declared: declaring("a", "b", "c"),
  deposits: 0,
};
const disabled = (id: string, grade: number, category = "PHYSICAL"): OwnRecords => ({
  ...NOTHING,
  disabled: new Map([[id, [{ category, grade }]]]),
});
const person = (id: string, rest: Partial<SuppliedMember> = {}): SuppliedMember => ({
  id,
  birthDate: new Date("1990-01-01"),
  deceased: false,
  incomeRecorded: true,
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
  expect(means(members, { ...NOTHING, cremated: new Set(["c"]) })).toMatchObject({ people: 1, income: { total: 100 } });
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

test("circumstances: 60 and over, under 18, serious disability; each told once", () => {
  const born = (date: string) => person(date, { birthDate: new Date(date) });
  expect(means([born("1966-10-31"), born("1960-01-01"), born("2008-11-01")])).toMatchObject({
    circumstances: ["MINOR", "OLD_AGE"],
    peopleInNeed: 3,
  });
  expect(means([born("1966-11-01"), born("2008-10-31")])?.circumstances).toEqual([]);
  expect(means([person("a")], disabled("a", 2))?.circumstances).toEqual(["SERIOUS_DISABILITY"]);
});

test("G44: 社会救助暂行办法第十二条: a person in two circumstances is one person in need", () => {
  const old = person("a", { birthDate: new Date("1950-01-01") });
  expect(means([old], disabled("a", 1))).toMatchObject({
    circumstances: ["OLD_AGE", "SERIOUS_DISABILITY"],
    peopleInNeed: 1,
  });
});

test.each([
  [1, "PHYSICAL", true],
  [2, "VISUAL", true],
  [3, "MENTAL", true],
  [3, "INTELLECTUAL", true],
  [3, "PHYSICAL", false],
  [4, "MENTAL", false],
])("G46: 民发〔2021〕57号第八条: disability of grade %i, %s: may apply alone: %s", (grade, category, may) => {
  expect(means([person("a")], disabled("a", grade, category))?.mayApplyAlone).toEqual(may ? ["a"] : []);
});

test("one silent department leaves its figure open, not zero", () => {
  const silent = person("b", {
    incomeRecorded: null,
    monthlyIncome: null,
    vehicleTypes: null,
    property: null,
    businesses: null,
  });
  expect(means([person("a"), silent])).toMatchObject({
    income: { wageAndTransfer: null, total: null },
    vehicles: null,
    homes: null,
    nonResidential: null,
    businesses: null,
  });
});
