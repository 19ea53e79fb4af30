import { dueDateOf, endOfMonth, type Month } from "./calendar.ts";
import type { AttendanceFact, PayLineFact, ProjectFacts, RosterFact } from "./facts.ts";
import { openBooks, type WageBooks } from "./books.ts";
import { readThresholds } from "./thresholds.ts";

const YUAN = 100;

/** The policy table as the city keeps it. */
export const THRESHOLD_ROWS = [
  { code: "UNPAID_SHARE_RED", value: 0.1, unit: "比例" },
  { code: "MIN_WAGE_CLASS_1", value: 210_000, unit: "分" },
  { code: "MIN_WAGE_CLASS_2", value: 200_000, unit: "分" },
  { code: "MIN_WAGE_CLASS_3", value: 180_000, unit: "分" },
  { code: "MONTH_MAX", value: 5_000_000, unit: "分" },
  { code: "YEAR_MAX", value: 30_000_000, unit: "分" },
  { code: "MONTHS_OWED", value: 2, unit: "月" },
  { code: "WORKERS_OWED", value: 10, unit: "人" },
  { code: "CRIMINAL_MONTHS", value: 3, unit: "月" },
  { code: "CRIMINAL_AMOUNT_ONE", value: 800_000, unit: "分" },
  { code: "CRIMINAL_WORKERS", value: 10, unit: "人" },
  { code: "CRIMINAL_AMOUNT_MANY", value: 4_000_000, unit: "分" },
  { code: "TRANSFER_DAYS", value: 31, unit: "天" },
  { code: "LABOUR_RATIO", value: 0.2, unit: "比例" },
] as const;

export const THRESHOLDS = readThresholds(THRESHOLD_ROWS);

/** Months of the example's books; the wages of August fall due on the day on which it is looked at. */
export const MONTHS: readonly Month[] = ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09"];

/** The newest month that has fallen due on 2026-09-30. */
export const AUGUST: Month = "2026-08";
export const JULY: Month = "2026-07";
export const JUNE: Month = "2026-06";

export const DAILY_WAGE = 300 * YUAN;
export const DAYS = 24;

/** Names of workers 1 to `count`, in their order. */
export function workers(count: number, from = 1): readonly string[] {
  return Array.from({ length: count }, (_, index) => `worker-${String(from + index).padStart(2, "0")}`);
}

const attended = (person: string, month: Month): AttendanceFact => ({
  person,
  team: "木工一班",
  month,
  days: DAYS,
  leaveDays: 0,
});

/** A line paid in full on the 15th of the next month through the special account. */
export function paidLine(person: string, month: Month, changes: Partial<PayLineFact> = {}): PayLineFact {
  const paidOn = dueDateOf(month).replace(/\d\d$/, "15");
  return {
    person,
    month,
    days: DAYS,
    due: DAYS * DAILY_WAGE,
    paid: DAYS * DAILY_WAGE,
    paidOn,
    isBackPay: false,
    viaSpecialAccount: true,
    payrollPaidOn: paidOn,
    ...changes,
  };
}

/** A line that stands on the payroll with nothing paid. */
export function unpaidLine(person: string, month: Month): PayLineFact {
  return paidLine(person, month, { paid: 0, paidOn: null });
}

const onRoster = (person: string): RosterFact => ({ person, enteredOn: "2026-03-02", leftOn: null, settledOn: null });

/** A site of 20 workers with clean books: paid in time, account and deposit in order, permit and contractor clean. */
export function cleanSite(changes: Partial<ProjectFacts> = {}): ProjectFacts {
  const people = workers(20);
  return {
    asOf: endOfMonth("2026-09"),
    wageClass: 1,
    accounts: [{ bank: "示例银行", openedOn: "2026-03-10", labourRatio: 0.2, lastTransferOn: "2026-09-12" }],
    deposits: [{ amount: 1_500_000 * YUAN, requiredAmount: 1_500_000 * YUAN, validTo: "2027-12-31" }],
    roster: people.map(onRoster),
    attendance: people.flatMap((person) => MONTHS.map((month) => attended(person, month))),
    lines: people.flatMap((person) =>
      MONTHS.filter((month) => month <= AUGUST).map((month) => paidLine(person, month)),
    ),
    clues: [],
    attendanceElsewhere: [],
    payElsewhere: [],
    housing: { status: "ONGOING", permits: [{ number: "411102260301010101", issuedOn: "2026-02-20" }] },
    contractor: {
      creditCode: "91411100MA00000000",
      abnormalListings: [{ listedOn: "2024-07-01", removedOn: "2024-08-01" }],
      taxCredits: [{ year: 2025, arrears: 0 }],
    },
    ...changes,
  };
}

/** Replaces some lines of a site's payrolls; `undefined` drops the line. */
export function withLines(
  facts: ProjectFacts,
  people: readonly string[],
  months: readonly Month[],
  change: (person: string, month: Month) => PayLineFact | undefined,
): ProjectFacts {
  return {
    ...facts,
    lines: facts.lines.flatMap((line) =>
      people.includes(line.person) && months.includes(line.month) ? (change(line.person, line.month) ?? []) : line,
    ),
  };
}

/** Replaces some attendance of a site. */
export function withAttendance(
  facts: ProjectFacts,
  people: readonly string[],
  months: readonly Month[],
  change: Partial<AttendanceFact>,
): ProjectFacts {
  return {
    ...facts,
    attendance: facts.attendance.map((row) =>
      people.includes(row.person) && months.includes(row.month) ? { ...row, ...change } : row,
    ),
  };
}

/** Takes workers off the site: the roster says when they left, and nobody sees them in the months after. */
export function withLeavers(
  facts: ProjectFacts,
  people: readonly string[],
  leftOn: string,
  settledOn: string | null = null,
): ProjectFacts {
  const later = MONTHS.filter((month) => month > leftOn.slice(0, 7));
  return withRoster(withAttendance(facts, people, later, { days: 0 }), people, { leftOn, settledOn });
}

/** Replaces the roster entries of some workers. */
export function withRoster(facts: ProjectFacts, people: readonly string[], change: Partial<RosterFact>): ProjectFacts {
  return {
    ...facts,
    roster: facts.roster.map((entry) => (people.includes(entry.person) ? { ...entry, ...change } : entry)),
  };
}

/** The site's books under the example's thresholds. */
export function booksOf(facts: ProjectFacts): WageBooks {
  return openBooks(facts, THRESHOLDS);
}
