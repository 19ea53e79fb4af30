import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { testDatabase } from "../../tests/test-database.ts";
import { migrateDatabase } from "../kit/postgres/migrate-database.ts";
import { openStatements, type Statements } from "../kit/postgres/statements.ts";
import { adapterFor } from "../kit/subgraph.ts";
import { askEntities } from "./ask-entities.ts";
import { PrismaClient } from "./generated/prisma/client.ts";

let database: PrismaClient;
let prepared: Statements;

const ofYear = (id: number, employerCode: string, year: number) => ({
  id,
  employerCode,
  year,
  insuredAverage: year - 2000,
  insuredAtYearEnd: 20,
  laidOff: 1,
  unemploymentPaidMonths: 12,
  unemploymentContribution: 100_000n,
  graduateHires: 0,
  newHires: 2,
  noWageArrears: true,
  noInsuranceArrears: true,
  divisionCode: "411102001001",
});

const insured = (id: number, employerCode: string, changes: object = {}) => ({
  id,
  personId: `person-${id}`,
  insuranceType: "PENSION" as const,
  status: "ACTIVE" as const,
  employerCode,
  contributionBase: 400_000n,
  paidMonths: 24,
  firstPaidMonth: "2024-01",
  lastPaidMonth: "2026-10",
  divisionCode: "411102001001",
  ...changes,
});

beforeAll(async () => {
  const url = await testDatabase("human_resources_insurance");
  await migrateDatabase("human-resources", url);
  database = new PrismaClient({ adapter: adapterFor(url) });
  prepared = openStatements(url);
  await database.employerYear.createMany({
    data: [ofYear(1, "firm-a", 2024), ofYear(2, "firm-a", 2025), ofYear(3, "firm-b", 2024)],
  });
  await database.socialInsurance.createMany({
    data: [
      insured(1, "firm-a"),
      insured(2, "firm-a"),
      insured(3, "firm-a", { insuranceType: "INJURY" }),
      insured(4, "firm-a", { status: "SUSPENDED" }),
      insured(5, "firm-b", { divisionCode: "411121100200" }),
    ],
  });
});
afterAll(async () => {
  await prepared.close();
  await database.$disconnect();
});

test("each firm gets its own year, and null where there is none", async () => {
  const firms = ["firm-a", "firm-b"].map((creditCode) => ({ __typename: "Enterprise", creditCode }));
  const selection =
    "... on Enterprise { y24: employerYear(year: 2024) { insuredAverage } y25: employerYear(year: 2025) { insuredAverage } }";
  expect(await askEntities({ database, statements: prepared }, selection, firms)).toEqual([
    { y24: { insuredAverage: 24 }, y25: { insuredAverage: 25 } },
    { y24: { insuredAverage: 24 }, y25: null },
  ]);
});

test("heads are counted once each, by the pension insurance in force", async () => {
  const firms = ["firm-a", "firm-b", "firm-c"].map((creditCode) => ({ __typename: "Enterprise", creditCode }));
  expect(await askEntities({ database, statements: prepared }, "... on Enterprise { insuredCount }", firms)).toEqual([
    { insuredCount: 2 },
    { insuredCount: 1 },
    { insuredCount: 0 },
  ]);
});
