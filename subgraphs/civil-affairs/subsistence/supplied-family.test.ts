import { expect, test } from "@jest/globals";
import { suppliedFamily } from "./supplied-family.ts";

test("reads what four departments answered", () => {
  const family = suppliedFamily({
    id: "h",
    divisionCode: "411102001002",
    members: [
      {
        id: "a",
        birthDate: "1983-08-28",
        deceased: false,
        householdType: "URBAN",
        monthlyIncome: 80_000,
        vehicles: [{ vehicleType: "CAR" }],
        realEstateRights: [{ unitNumber: "1", usage: "RESIDENTIAL" }],
        soleTraders: [{ status: "ACTIVE" }, { status: "CANCELLED" }],
        shareholdings: [{ id: "7" }],
      },
    ],
  });
  expect(family).toEqual({
    divisionCode: "411102001002",
    members: [
      {
        id: "a",
        birthDate: new Date("1983-08-28"),
        deceased: false,
        householdType: "URBAN",
        monthlyIncome: 80_000,
        vehicleTypes: ["CAR"],
        property: [{ unitNumber: "1", usage: "RESIDENTIAL" }],
        businesses: 2,
      },
    ],
  });
});

test("what was not answered is null, and what is no member is left out", () => {
  const members = [{ id: "a", birthDate: "soon", shareholdings: [] }, { name: "no id" }, null];
  expect(suppliedFamily({ divisionCode: "411102001002", members })?.members).toEqual([
    {
      id: "a",
      birthDate: null,
      deceased: null,
      householdType: null,
      monthlyIncome: null,
      vehicleTypes: null,
      property: null,
      businesses: null,
    },
  ]);
  expect(suppliedFamily({ id: "h" })).toBeNull();
  expect(suppliedFamily({ members: [] })).toBeNull();
});
