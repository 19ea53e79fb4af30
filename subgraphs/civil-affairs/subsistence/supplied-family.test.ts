import { expect, test } from "@jest/globals";
import { suppliedMembers } from "./supplied-family.ts";

const ANSWERED = {
  registerId: "a",
  birthDate: "1983-08-28",
  deceased: false,
  incomeRecorded: true,
  monthlyIncome: 80_000,
  vehicles: [{ vehicleType: "CAR" }],
  realEstateRights: [{ unitNumber: "1", usage: "RESIDENTIAL" }],
  soleTraders: [{ status: "ACTIVE" }, { status: "CANCELLED" }],
  shareholdings: [{ id: "7" }],
};
const NOTHING = {
  birthDate: null,
  deceased: null,
  incomeRecorded: null,
  monthlyIncome: null,
  vehicleTypes: null,
  property: null,
  businesses: null,
};

test("reads what four departments answered", () => {
  expect(suppliedMembers(["a"], { members: [{ person: ANSWERED }] })).toEqual([
    {
      id: "a",
      birthDate: new Date("1983-08-28"),
      deceased: false,
      incomeRecorded: true,
      monthlyIncome: 80_000,
      vehicleTypes: ["CAR"],
      property: [{ unitNumber: "1", usage: "RESIDENTIAL" }],
      businesses: 2,
    },
  ]);
});

test("what was not answered is null; whoever was not declared is left out; nobody who was declared is lost", () => {
  const members = [{ person: { registerId: "b", birthDate: "soon" } }, { person: ANSWERED }, { person: null }, null];
  expect(suppliedMembers(["b", "c"], { members })).toEqual([
    { id: "b", ...NOTHING },
    { id: "c", ...NOTHING },
  ]);
  expect(suppliedMembers(["b"], null)).toEqual([{ id: "b", ...NOTHING }]);
});
