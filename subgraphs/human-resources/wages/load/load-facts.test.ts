import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { toldStatements } from "../../../../tests/told-statements.ts";
import { testDatabase } from "../../../../tests/test-database.ts";
import { migrateDatabase } from "../../../kit/postgres/migrate-database.ts";
import type { Statements } from "../../../kit/postgres/statements.ts";
import { adapterFor } from "../../../kit/subgraph.ts";
import { PrismaClient } from "../../generated/prisma/client.ts";
import { THRESHOLD_ROWS } from "../fixtures/example.ts";
import { warnOf } from "./warn-of.ts";

const DIVISION = "411102001001";
const AS_OF = new Date("2026-09-30");
const CODES = ["P-1", "P-2", "P-3"];
const PEOPLE = ["person-a", "person-b"];

let database: PrismaClient<"query">;
let prepared: Statements;
const statements: string[] = [];

const place = (projectCode: string) => ({ projectCode, divisionCode: DIVISION });
const day = (date: string): Date => new Date(date);

const fillProject = async (code: string, index: number): Promise<void> => {
  const first = index * 10;
  await database.wageAccount.create({
    data: {
      ...place(code),
      id: first,
      contractorCode: "C",
      bank: "示例银行",
      account: "000000",
      openedOn: day("2026-03-01"),
      contractAmount: 100n,
      labourRatio: 0.2,
      lastTransferOn: day("2026-09-20"),
      balance: 1n,
    },
  });
  await database.rosterEntry.createMany({
    data: PEOPLE.map((personId, at) => ({
      ...place(code),
      id: first + at,
      personId,
      employerCode: "E",
      team: "木工一班",
      trade: "木工",
      enteredOn: day("2026-03-02"),
      hasContract: true,
    })),
  });
  await database.attendanceMonth.createMany({
    data: PEOPLE.map((personId, at) => ({
      ...place(code),
      id: first + at,
      personId,
      team: "木工一班",
      month: "2026-08",
      days: 8,
      leaveDays: 0,
    })),
  });
};

/** On P-1's payroll: person-a with the days of all three sites; person-b with none anywhere. */
const fillPayroll = async (): Promise<void> => {
  await database.payroll.create({
    data: {
      ...place("P-1"),
      id: 1,
      contractorCode: "C",
      team: "木工一班",
      month: "2026-08",
      status: "PAID",
      isBackPay: false,
      viaSpecialAccount: true,
      bank: "示例银行",
      dueTotal: 720_000n,
      paidTotal: 720_000n,
      preparedOn: day("2026-09-04"),
      paidOn: day("2026-09-15"),
    },
  });
  await database.payrollLine.create({
    data: {
      ...place("P-1"),
      id: 1,
      payrollId: 1,
      personId: "person-a",
      month: "2026-08",
      days: 24,
      hours: 192,
      dueAmount: 720_000n,
      paidAmount: 720_000n,
      isBackPay: false,
      paidOn: day("2026-09-15"),
      account: "000000",
    },
  });
};

beforeAll(async () => {
  const url = await testDatabase("human_resources_load_facts");
  await migrateDatabase("human-resources", url);
  database = new PrismaClient({ adapter: adapterFor(url), log: [{ emit: "event", level: "query" }] });
  await database.wageThreshold.createMany({
    data: THRESHOLD_ROWS.map((row, id) => ({ ...row, id, source: "示例", effectiveFrom: day("2024-01-01") })),
  });
  for (const [index, code] of CODES.entries()) await fillProject(code, index + 1);
  await fillPayroll();
  prepared = toldStatements(url, (text) => statements.push(text));
  database.$on("query", ({ query }) => {
    if (/^\s*select/i.test(query)) statements.push(query);
  });
});
afterAll(async () => {
  await prepared.close();
  await database.$disconnect();
});

const warn = async (codes: readonly string[]) => {
  statements.length = 0;
  const context = { database, statements: prepared };
  return await Promise.all(codes.map((code) => warnOf({ code }, AS_OF, context)));
};

test("the number of statements does not grow with the number of projects", async () => {
  await warn(["P-2"]);
  const one = statements.length;
  await warn(CODES);
  // The thresholds and what is on file, then the books.
  expect([one, statements.length]).toEqual([10, 10]);
});

test("who is paid for all days by one site is owed by none, and who is paid by none is owed by all", async () => {
  const warnings = await warn(CODES);
  expect(
    warnings.map((warning) => ({
      owed: warning?.owed.map(({ person }) => person),
      ruledOut: warning?.ruledOut.map(({ person, id }) => `${person} ${id}`),
      division: warning?.divisionCode,
    })),
  ).toEqual([
    { owed: ["person-b"], ruledOut: [], division: DIVISION },
    { owed: ["person-b"], ruledOut: ["person-a workerOnTwoSites"], division: DIVISION },
    { owed: ["person-b"], ruledOut: ["person-a workerOnTwoSites"], division: DIVISION },
  ]);
});

test("whatever the department holds of a project, it has a division to be gated by", async () => {
  await database.attendanceMonth.create({
    data: { ...place("P-4"), id: 900, personId: "person-c", team: "木工一班", month: "2026-08", days: 8, leaveDays: 0 },
  });
  const [warning] = await warn(["P-4"]);
  expect(warning).toMatchObject({ level: "RED", divisionCode: DIVISION });
});

test("a project nobody here knows is judged by what other departments brought along", async () => {
  const [warning] = await warn(["P-9"]);
  expect(warning).toMatchObject({ level: "NONE", divisionCode: null, missing: ["住建", "涉企"] });
});
