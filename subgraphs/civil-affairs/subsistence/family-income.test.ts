import { expect, test } from "@jest/globals";
import { familyIncome, type DeclaredIncome } from "./family-income.ts";
import type { SuppliedMember } from "./supplied-family.ts";

const member = (rest: Partial<SuppliedMember> = {}): SuppliedMember => ({
  id: "a",
  birthDate: new Date("1990-01-01"),
  deceased: false,
  incomeRecorded: true,
  monthlyIncome: 80_000,
  vehicleTypes: [],
  property: [],
  businesses: 0,
  ...rest,
});
const declared = (rest: Partial<DeclaredIncome> = {}): DeclaredIncome => ({
  personId: "a",
  wage: 0,
  business: 0,
  property: 0,
  transfer: 0,
  ...rest,
});
const NO_RECORD = { incomeRecorded: false, monthlyIncome: null };

test("G15: 社会救助暂行办法第九条: no record is not zero: the declaration decides, and without one nothing is known", () => {
  expect(familyIncome([member(NO_RECORD)], [declared({ wage: 30_000, transfer: 2_000 })]).total).toBe(32_000);
  expect(familyIncome([member(NO_RECORD)], [declared({ wage: null })])).toMatchObject({
    wageAndTransfer: null,
    total: null,
  });
  expect(familyIncome([member(NO_RECORD)], []).total).toBeNull();
});

test("G15: a department that did not answer leaves the income open, whatever is declared", () => {
  const silent = member({ incomeRecorded: null, monthlyIncome: null });
  expect(familyIncome([silent], [declared({ wage: 30_000 })]).total).toBeNull();
});

test("G15: wages and transfers, business and property are named apart, and all of them have to be known", () => {
  expect(familyIncome([member()], [declared({ business: 5_000, property: 700 })])).toEqual({
    wageAndTransfer: 80_000,
    business: 5_000,
    property: 700,
    total: 85_700,
  });
  expect(familyIncome([member()], [declared({ property: null })])).toMatchObject({ property: null, total: null });
});

test("the higher of record and declaration counts", () => {
  expect(familyIncome([member()], [declared({ wage: 90_000 })]).wageAndTransfer).toBe(90_000);
  expect(familyIncome([member()], [declared({ wage: 10_000 })]).wageAndTransfer).toBe(80_000);
});

test("a firm in business whose income nobody declared leaves the income open; one that nobody answered for too", () => {
  expect(familyIncome([member({ businesses: 1 })], [declared()])).toMatchObject({ business: null, total: null });
  expect(familyIncome([member({ businesses: 1 })], [declared({ business: 4_000 })]).total).toBe(84_000);
  expect(familyIncome([member({ businesses: null })], [declared()]).business).toBeNull();
});
