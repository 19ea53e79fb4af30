import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { toldStatements } from "../../tests/told-statements.ts";
import { testDatabase } from "../../tests/test-database.ts";
import { migrateDatabase } from "../kit/postgres/migrate-database.ts";
import type { Statements } from "../kit/postgres/statements.ts";
import { adapterFor } from "../kit/subgraph.ts";
import { askEntities } from "./ask-entities.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";
import { withinScope } from "./monthly-income.ts";
import { PrismaClient } from "./generated/prisma/client.ts";

const divisionCode = "411102001001";
let database: PrismaClient<"query">;
let prepared: Statements;
let statements = 0;

const work = (id: number, personId: string, monthlyWage: bigint, changes: object = {}) => ({
  id,
  personId,
  kind: "EMPLOYED" as const,
  occupation: "木工",
  startedOn: new Date("2020-01-01"),
  monthlyWage,
  divisionCode,
  ...changes,
});
const pension = (id: number, personId: string, payStatus: "PAYING" | "SUSPENDED") => ({
  id,
  personId,
  benefitType: "RESIDENT" as const,
  retiredOn: new Date("2020-01-01"),
  payStatus,
  lifeStatus: "ALIVE" as const,
  monthlyAmount: 22_800n,
  bank: "示例银行",
  account: "000000",
  divisionCode,
});

beforeAll(async () => {
  const url = await testDatabase("human_resources_monthly_income");
  await migrateDatabase("human-resources", url);
  database = new PrismaClient({ adapter: adapterFor(url), log: [{ emit: "event", level: "query" }] });
  await database.employment.createMany({
    data: [
      work(1, "works-and-draws", 400_000n),
      work(2, "works-twice", 300_000n),
      work(3, "works-twice", 50_000n, { kind: "FLEXIBLE" }),
      work(4, "has-left", 500_000n, { endedOn: new Date("2026-01-01") }),
      work(5, "is-unemployed", 350_000n, { kind: "UNEMPLOYED" }),
    ],
  });
  await database.pensionBenefit.createMany({
    data: [pension(1, "works-and-draws", "PAYING"), pension(2, "is-suspended", "SUSPENDED")],
  });
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

test("G15: current wages and pensions in payment add up; who has none on record is told apart from who earns nothing", async () => {
  const people = ["works-and-draws", "works-twice", "has-left", "is-unemployed", "is-suspended", "nobody"];
  const answer = await askEntities(
    { database, statements: prepared },
    "... on Person { id incomeRecorded monthlyIncome }",
    people.map((id) => ({ __typename: "Person", id })),
  );
  expect(answer).toEqual([
    { id: "works-and-draws", incomeRecorded: true, monthlyIncome: 422_800 },
    { id: "works-twice", incomeRecorded: true, monthlyIncome: 350_000 },
    { id: "has-left", incomeRecorded: false, monthlyIncome: null },
    { id: "is-unemployed", incomeRecorded: false, monthlyIncome: null },
    { id: "is-suspended", incomeRecorded: false, monthlyIncome: null },
    { id: "nobody", incomeRecorded: false, monthlyIncome: null },
  ]);
  expect(statements).toBe(2);
});

const FIELD = "Person.monthlyIncome";
const at = (divisionCode: string) => ({ divisionCode });

const reaching = (...scope: string[]): { envelope: Envelope } => ({
  envelope: {
    app: "rental-check",
    department: "housing",
    officer: null,
    roles: [],
    subject: null,
    enterprise: null,
    purpose: "PUBLIC_RENTAL",
    grant: "g",
    policy: "p",
    document: "d",
    keys: new Set(),
    lines: [{ consumer: { kind: "caller" }, grants: ["g1"], scope, coordinates: new Map([[FIELD, "CLEAR"]]) }],
  },
});

test("without a gate every row passes", () => {
  expect(withinScope({}, FIELD, [at("411102001001")])).toBe(true);
});

test("one row outside withholds the whole", () => {
  const caller = reaching("411102", "411103");
  expect(withinScope(caller, FIELD, [at("411102001001"), at("411103001001")])).toBe(true);
  expect(withinScope(caller, FIELD, [at("411102001001"), at("411121001001")])).toBe(false);
});

test("an empty scope, or another field's scope, reaches no row", () => {
  expect(withinScope(reaching(), FIELD, [at("411102001001")])).toBe(false);
  expect(withinScope(reaching("411102"), "Person.name", [at("411102001001")])).toBe(false);
});
