import { expect, test } from "@jest/globals";
import { holdingsOf } from "./holdings.ts";

const right = (unitNumber: string | null, usage: string | null) => ({ unitNumber, usage });

test("each person's vehicles, dwellings and other units are counted, a unit in common once", () => {
  const reference = {
    parties: [
      {
        person: {
          registerId: "b",
          vehicles: [{ vehicleType: "SMALL_CAR" }, { vehicleType: "TRUCK" }],
          realEstateRights: [right("U1", "RESIDENTIAL"), right("U1", "RESIDENTIAL"), right("U2", "COMMERCIAL")],
        },
      },
      { person: { registerId: "a", vehicles: [], realEstateRights: [] } },
    ],
  };
  expect(holdingsOf(["a", "b"], reference)).toEqual([
    { personId: "a", vehicles: 0, homes: 0, otherUnits: 0 },
    { personId: "b", vehicles: 2, homes: 1, otherUnits: 1 },
  ]);
});

test("what was not answered is unknown, never nothing; records of somebody else are nobody's", () => {
  const nothing = { vehicles: null, homes: null, otherUnits: null };
  const of = (person: unknown) => holdingsOf(["a"], { parties: [{ person }] });
  expect([undefined, null, { parties: null }, { parties: [null] }].map((each) => holdingsOf(["a"], each))).toEqual(
    Array.from({ length: 4 }, () => [{ personId: "a", ...nothing }]),
  );
  expect(of({ registerId: "another", vehicles: [{}], realEstateRights: [] })).toEqual([{ personId: "a", ...nothing }]);
  expect(of({ registerId: "a", vehicles: null, realEstateRights: [right("U1", null)] })).toEqual([
    { personId: "a", ...nothing },
  ]);
  expect(
    of({ registerId: "a", vehicles: [{}], realEstateRights: [right(null, "OFFICE"), right(null, "OFFICE")] }),
  ).toEqual([{ personId: "a", vehicles: 1, homes: 0, otherUnits: 2 }]);
});
