import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { toldStatements } from "../../../tests/told-statements.ts";
import { testDatabase } from "../../../tests/test-database.ts";
import { migrateDatabase } from "../../kit/postgres/migrate-database.ts";
import type { Statements } from "../../kit/postgres/statements.ts";
import { adapterFor } from "../../kit/subgraph.ts";
import { askEntities } from "../ask-entities.ts";
import { PrismaClient } from "../generated/prisma/client.ts";
import { suspicionOf } from "./suspicion-of.ts";

const divisionCode = "411102001001";
let database: PrismaClient<"query">;
let prepared: Statements;
let statements = 0;

beforeAll(async () => {
  const url = await testDatabase("human_resources_suspicion_of");
  await migrateDatabase("human-resources", url);
  database = new PrismaClient({ adapter: adapterFor(url), log: [{ emit: "event", level: "query" }] });
  for (const [id, personId] of ["a", "b", "c"].entries()) {
    await database.pensionBenefit.create({
      data: {
        id,
        personId,
        benefitType: "EMPLOYEE",
        retiredOn: new Date("2015-01-01"),
        payStatus: "PAYING",
        lifeStatus: "ALIVE",
        monthlyAmount: 286_000n,
        bank: "示例银行",
        account: "000000",
        divisionCode,
      },
    });
    await database.pensionPayment.createMany({
      data: ["2026-05", "2026-06", "2026-07"].map((payMonth, at) => ({
        id: id * 10 + at,
        benefitId: id,
        personId,
        payMonth,
        dueAmount: 286_000n,
        paidAmount: 286_000n,
        divisionCode,
      })),
    });
  }
  const count = (): void => {
    statements += 1;
  };
  database.$on("query", count);
  prepared = toldStatements(url, count);
});
afterAll(async () => {
  await prepared.close();
  await database.$disconnect();
});

const death = { reason: "DEATH", diedOn: "2026-05-05", cancelledOn: "2026-05-12" };
const ask = (inputs: readonly object[]) => {
  statements = 0;
  const representations = inputs.map((input, at) => ({ __typename: "Person", id: ["a", "b", "c"][at], ...input }));
  return askEntities(
    { database, statements: prepared },
    "... on Person { pensionSuspicion { finding earliestDeathOn overpaidMonths overpaidAmount stillPaying missingDepartments } }",
    representations,
  );
};

test("two statements for any number of people, and none when nobody knows of a death", async () => {
  await ask([{ registrationCancellations: [death] }]);
  expect(statements).toBe(2);
  await ask(Array.from({ length: 3 }, () => ({ registrationCancellations: [death], cremations: [] })));
  expect(statements).toBe(2);
  expect(await ask([{ registrationCancellations: [], cremations: [] }])).toEqual([{ pensionSuspicion: null }]);
  expect(statements).toBe(0);
});

test("an input that did not come is told; a cancellation that is no death is none", async () => {
  expect(
    await ask([{ registrationCancellations: [death] }, { registrationCancellations: [{ reason: "ARMY" }] }]),
  ).toEqual([
    {
      pensionSuspicion: {
        finding: "SUSPECTED",
        earliestDeathOn: "2026-05-05",
        overpaidMonths: 2,
        overpaidAmount: 572_000,
        stillPaying: true,
        missingDepartments: ["民政"],
      },
    },
    {
      pensionSuspicion: {
        finding: "UNKNOWN",
        earliestDeathOn: null,
        overpaidMonths: 0,
        overpaidAmount: 0,
        stillPaying: true,
        missingDepartments: ["民政"],
      },
    },
  ]);
  expect(await ask([{ registrationCancellations: [{ reason: "ARMY" }], cremations: [] }])).toEqual([
    { pensionSuspicion: null },
  ]);
});

test("T6: a suspicion lies in the division of the pension, and in no other", async () => {
  const person = { id: "a", registrationCancellations: [death], cremations: [] };
  expect(await suspicionOf(person, { database, statements: prepared })).toMatchObject({
    divisionCode,
    earliestDeathOn: "2026-05-05",
  });
  expect(await suspicionOf({ ...person, id: "nobody" }, { database, statements: prepared })).toBeNull();
});

test("G51: 社会保险经办条例第二十五条: what is not compared is named in every finding", async () => {
  const answers = await askEntities(
    { database, statements: prepared },
    "... on Person { pensionSuspicion { notCompared } }",
    [{ __typename: "Person", id: "a", registrationCancellations: [death], cremations: [] }],
  );
  expect(answers).toEqual([
    { pensionSuspicion: { notCompared: ["卫健：死亡医学证明", "司法行政：服刑", "人民法院：宣告失踪、宣告死亡"] } },
  ]);
});
