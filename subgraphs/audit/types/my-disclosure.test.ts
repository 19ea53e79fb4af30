import { expect, test } from "@jest/globals";
import type { LoggedRecord } from "../../../ledger/record.ts";
import { sampleRecord } from "../../../ledger/tests/sample-record.ts";
import { seenIn } from "./my-disclosure.ts";

test("a person is told what was given and what departments computed with, not what was denied nor a query's scaffolding", () => {
  const record = {
    ...sampleRecord({
      coordinates: [
        { coordinate: "Query.people", outcome: "CLEAR", rows: 1 },
        { coordinate: "PersonConnection.edges", outcome: "CLEAR", rows: 1 },
        { coordinate: "PersonEdge.node", outcome: "CLEAR", rows: 1 },
        { coordinate: "PageInfo.hasNextPage", outcome: "CLEAR", rows: 1 },
        { coordinate: "Person.name", outcome: "MASKED", rows: 1 },
        { coordinate: "PensionBenefit.account", outcome: "DENIED", rows: 0, reason: "NO_GRANT" },
        { coordinate: "Person.household", outcome: "CLEAR", rows: 1 },
      ],
      derived: [
        { coordinate: "Household.eligible", department: "housing", inputs: ["Person.income", "Vehicle.value"] },
      ],
    }),
  } as unknown as LoggedRecord;
  expect(seenIn(record)).toEqual([
    { coordinate: "Person.name", outcome: "MASKED", department: "human-resources" },
    { coordinate: "Person.household", outcome: "CLEAR", department: "human-resources" },
    { coordinate: "Person.income", outcome: "DERIVED", department: "housing" },
    { coordinate: "Vehicle.value", outcome: "DERIVED", department: "housing" },
  ]);
});
