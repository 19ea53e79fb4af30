import { expect, test } from "@jest/globals";
import { suppliedMembers } from "./supplied-members.ts";

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
