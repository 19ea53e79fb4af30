import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { testDatabase } from "../../../tests/test-database.ts";
import { migrateDatabase } from "../../kit/migrate-database.ts";
import { adapterFor } from "../../kit/subgraph.ts";
import { askEntities } from "../ask-entities.ts";
import { PrismaClient } from "../generated/prisma/client.ts";

let database: PrismaClient;

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
  divisionCode: "411102001001",
});

beforeAll(async () => {
  const url = await testDatabase("human_resources_employer_year");
  await migrateDatabase("human-resources", url);
  database = new PrismaClient({ adapter: adapterFor(url) });
  await database.employerYear.createMany({
    data: [ofYear(1, "firm-a", 2024), ofYear(2, "firm-a", 2025), ofYear(3, "firm-b", 2024)],
  });
});
afterAll(() => database.$disconnect());

test("each firm gets its own year, and null where there is none", async () => {
  const firms = ["firm-a", "firm-b"].map((creditCode) => ({ __typename: "Enterprise", creditCode }));
  const selection =
    "... on Enterprise { y24: employerYear(year: 2024) { insuredAverage } y25: employerYear(year: 2025) { insuredAverage } }";
  expect(await askEntities(database, selection, firms)).toEqual([
    { y24: { insuredAverage: 24 }, y25: { insuredAverage: 25 } },
    { y24: { insuredAverage: 24 }, y25: null },
  ]);
});
