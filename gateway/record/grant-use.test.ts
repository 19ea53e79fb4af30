import { expect, test } from "@jest/globals";
import { usesOf } from "./grant-use.ts";

const NOW = Date.parse("2026-11-24T03:00:00Z");
const at = new Date(NOW);

const granted = new Map([
  ["Person.name", { outcome: "CLEAR", scope: ["4111"], grants: ["G1", "G2"], inputs: [] }],
  ["Person.address", { outcome: "CLEAR", scope: ["4111"], grants: ["G1"], inputs: [] }],
  [
    "Household.eligible",
    {
      outcome: "CLEAR",
      scope: ["4111"],
      grants: ["G1"],
      inputs: [
        { department: "housing", coordinate: "Person.income", outcome: "CLEAR", scope: ["4111"], grants: ["G9"] },
      ],
    },
  ],
] as const);

test("what was written counts for every grant behind it, derived inputs included; what was only asked for does not", () => {
  const rows = new Map([
    ["Person.name", 3],
    ["Household.eligible", 1],
    ["Person.address", 0],
    ["Person.__typename", 3],
  ]);
  expect(usesOf({ granted }, { rows, subjects: new Map() }, NOW)).toEqual([
    { grant: "G1", coordinate: "Person.name", rows: 3, at },
    { grant: "G2", coordinate: "Person.name", rows: 3, at },
    { grant: "G1", coordinate: "Household.eligible", rows: 1, at },
    { grant: "G9", coordinate: "Person.income", rows: 1, at },
  ]);
});

test("an answer without a decision, or that was never executed, used nothing", () => {
  expect(usesOf(undefined, { rows: new Map([["Person.name", 1]]), subjects: new Map() }, NOW)).toEqual([]);
  expect(usesOf({ granted }, undefined, NOW)).toEqual([]);
});
