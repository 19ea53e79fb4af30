import type { Context } from "../../builder.ts";

/** Rows of the department's own tables about some projects, read at once whatever the number of projects. */
export interface WageRecords {
  readonly accounts: Awaited<ReturnType<typeof readAccounts>>;
  readonly deposits: Awaited<ReturnType<typeof readDeposits>>;
  readonly roster: Awaited<ReturnType<typeof readRoster>>;
  readonly attendance: Awaited<ReturnType<typeof readAttendance>>;
  readonly payrolls: Awaited<ReturnType<typeof readPayrolls>>;
  readonly lines: Awaited<ReturnType<typeof readLines>>;
  readonly clues: Awaited<ReturnType<typeof readClues>>;
}

type Database = Context["database"];

const of = (codes: string[]) => ({ where: { projectCode: { in: codes } }, orderBy: { id: "asc" } }) as const;
const place = { projectCode: true, divisionCode: true } as const;

const readAccounts = (database: Database, codes: string[]) =>
  database.wageAccount.findMany({
    ...of(codes),
    select: { ...place, bank: true, openedOn: true, labourRatio: true, lastTransferOn: true },
  });

const readDeposits = (database: Database, codes: string[]) =>
  database.wageDeposit.findMany({
    ...of(codes),
    select: { ...place, amount: true, requiredAmount: true, validTo: true },
  });

const readRoster = (database: Database, codes: string[]) =>
  database.rosterEntry.findMany({
    ...of(codes),
    select: { ...place, personId: true, enteredOn: true, leftOn: true, settledOn: true },
  });

const readAttendance = (database: Database, codes: string[]) =>
  database.attendanceMonth.findMany({
    ...of(codes),
    select: { ...place, personId: true, team: true, month: true, days: true, leaveDays: true },
  });

const readPayrolls = (database: Database, codes: string[]) =>
  database.payroll.findMany({ ...of(codes), select: { ...place, id: true, viaSpecialAccount: true, paidOn: true } });

const readLines = (database: Database, codes: string[]) =>
  database.payrollLine.findMany({
    ...of(codes),
    select: {
      projectCode: true,
      payrollId: true,
      personId: true,
      month: true,
      days: true,
      dueAmount: true,
      paidAmount: true,
      isBackPay: true,
      paidOn: true,
    },
  });

const readClues = (database: Database, codes: string[]) =>
  database.arrearsClue.findMany({
    ...of(codes),
    select: { ...place, channel: true, receivedAt: true, workers: true, amount: true, status: true, closedAt: true },
  });

/**
 * Seven statements for any number of projects. Whole whatever the caller's row scope: a warning from a part of the
 * books would be a wrong one. Who may see it is decided by the project's division, on the way out.
 */
export const readWageRecords = async (database: Database, codes: string[]): Promise<WageRecords> => {
  const [accounts, deposits, roster, attendance, payrolls, lines, clues] = await Promise.all([
    readAccounts(database, codes),
    readDeposits(database, codes),
    readRoster(database, codes),
    readAttendance(database, codes),
    readPayrolls(database, codes),
    readLines(database, codes),
    readClues(database, codes),
  ]);
  return { accounts, deposits, roster, attendance, payrolls, lines, clues };
};
