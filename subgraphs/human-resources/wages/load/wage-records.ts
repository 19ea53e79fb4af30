import type { Context } from "../../builder.ts";
import type { AttendanceFact, PayLineFact } from "../facts.ts";

/** Rows of the department's own tables about some projects, read at once whatever the number of projects. */
export interface WageRecords {
  readonly accounts: Awaited<ReturnType<typeof readAccounts>>;
  readonly deposits: Awaited<ReturnType<typeof readDeposits>>;
  readonly roster: Awaited<ReturnType<typeof readRoster>>;
  readonly clues: Awaited<ReturnType<typeof readClues>>;
  readonly attendance: readonly PerProject<AttendanceFact>[];
  readonly lines: readonly PerProject<PayLineFact>[];
}

/** One project's rows of a large table. */
interface PerProject<Fact> {
  readonly projectCode: string;
  readonly divisionCode: string;
  readonly rows: readonly Fact[];
}

type Database = Context["database"];

const of = (codes: string[]) => ({ where: { projectCode: { in: codes } }, orderBy: { id: "asc" } }) as const;
const place = { projectCode: true, divisionCode: true } as const;

const readAccounts = (database: Database, codes: string[]) =>
  database.wageAccount.findMany({
    ...of(codes),
    select: {
      ...place,
      bank: true,
      openedOn: true,
      labourRatio: true,
      lastTransferOn: true,
      publicisedOn: true,
      closedOn: true,
    },
  });

const readDeposits = (database: Database, codes: string[]) =>
  database.wageDeposit.findMany({
    ...of(codes),
    select: { ...place, form: true, amount: true, requiredAmount: true, validTo: true },
  });

const readRoster = (database: Database, codes: string[]) =>
  database.rosterEntry.findMany({
    ...of(codes),
    select: {
      ...place,
      personId: true,
      enteredOn: true,
      leftOn: true,
      hasContract: true,
      settledOn: true,
      payDay: true,
      paysInSameMonth: true,
    },
  });

const readClues = (database: Database, codes: string[]) =>
  database.arrearsClue.findMany({
    ...of(codes),
    select: { ...place, channel: true, receivedAt: true, workers: true, amount: true, status: true, closedAt: true },
  });

// The two large tables come as one JSON list for each project: a row object for each of a city's worker months costs this
// process several times as much as reading the list that PostgreSQL wrote.

const readAttendance = (database: Database, codes: string[]) =>
  database.$queryRaw<PerProject<AttendanceFact>[]>`
    select project_code as "projectCode", min(division_code) as "divisionCode",
      json_agg(json_build_object('person', person_id, 'team', team, 'month', month, 'days', days,
        'leaveDays', leave_days, 'paidLeaveDays', paid_leave_days) order by id) as rows
    from attendance_month where project_code = any(${codes}) group by project_code`;

const readLines = (database: Database, codes: string[]) =>
  database.$queryRaw<PerProject<PayLineFact>[]>`
    select line.project_code as "projectCode", min(line.division_code) as "divisionCode",
      json_agg(json_build_object('person', person_id, 'month', line.month, 'days', days, 'due', due_amount,
        'overtime', overtime_amount, 'paid', paid_amount, 'paidOn', line.paid_on, 'isBackPay', line.is_back_pay,
        'viaSpecialAccount', via_special_account, 'signed', signed, 'payrollPaidOn', payroll.paid_on) order by line.id) as rows
    from payroll_line line join payroll on payroll.id = line.payroll_id
    where line.project_code = any(${codes}) group by line.project_code`;

/**
 * Six statements for any number of projects. Whole whatever the caller's row scope: a warning from a part of the books
 * would be a wrong one. Who may see it is decided by the project's division, on the way out.
 */
export async function readWageRecords(database: Database, codes: string[]): Promise<WageRecords> {
  const [accounts, deposits, roster, clues, attendance, lines] = await Promise.all([
    readAccounts(database, codes),
    readDeposits(database, codes),
    readRoster(database, codes),
    readClues(database, codes),
    readAttendance(database, codes),
    readLines(database, codes),
  ]);
  return { accounts, deposits, roster, clues, attendance, lines };
}
