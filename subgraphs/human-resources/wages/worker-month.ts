import { byKey, total } from "./amounts.ts";
import { dueDateOf, type IsoDate, type Month, type PayDay } from "./calendar.ts";
import type { AttendanceFact, PayLineFact, ProjectFacts, RosterFact } from "./facts.ts";

/** One worker's month on one project: what was worked, what is due for it, what came. Amounts in fen. */
export interface WorkerMonth {
  readonly person: string;
  readonly month: Month;
  readonly team: string;
  readonly attendedDays: number;
  readonly leaveDays: number;
  readonly paidLeaveDays: number;
  /** Regular lines of the payroll, back payments apart. */
  readonly lines: readonly PayLineFact[];
  readonly backPay: readonly PayLineFact[];
  readonly due: number;
  /** No payroll names the worker: `due` is days worked and on paid leave by the mean daily wage. */
  readonly isEstimated: boolean;
  readonly dueOn: IsoDate;
  readonly roster: RosterFact | null;
}

/** Days for which a monthly minimum wage is paid (人社部发〔2025〕2号). */
const DAYS_OF_MINIMUM = 21.75;

/**
 * Mean daily wage of each worker, and under the empty name that of the whole site; a site that never had a payroll is
 * reckoned at the minimum wage.
 */
const dailyWages = (lines: readonly PayLineFact[], minimum: number): ReadonlyMap<string, number> => {
  const meanOf = (rows: readonly PayLineFact[]): number => {
    const days = total(rows, (row) => row.days);
    return days === 0 ? 0 : total(rows, ({ due }) => due) / days;
  };
  const byPerson = [...byKey(lines, ({ person }) => person)].map(([person, rows]) => [person, meanOf(rows)] as const);
  return new Map([["", meanOf(lines) || minimum / DAYS_OF_MINIMUM], ...byPerson]);
};

const rosterOf = (facts: ProjectFacts): ReadonlyMap<string, RosterFact> =>
  // A worker who came twice is judged by the later stay.
  new Map([...facts.roster].sort((a, b) => (a.enteredOn < b.enteredOn ? -1 : 1)).map((entry) => [entry.person, entry]));

const dueOf = (
  person: string,
  earningDays: number,
  lines: readonly PayLineFact[],
  backPay: readonly PayLineFact[],
  wages: ReadonlyMap<string, number>,
): { readonly due: number; readonly isEstimated: boolean } => {
  if (lines.length > 0) return { due: total(lines, ({ due }) => due), isEstimated: false };
  const owedBack = total(backPay, ({ due }) => due);
  if (owedBack > 0) return { due: owedBack, isEstimated: false };
  const wage = wages.get(person) || wages.get("") || 0;
  return { due: Math.round((earningDays * wage) / 100) * 100, isEstimated: earningDays > 0 };
};

/** What the books say of one worker's month. */
interface Entries {
  readonly month: Month;
  readonly person: string;
  readonly attended: AttendanceFact[];
  readonly lines: PayLineFact[];
  readonly backPay: PayLineFact[];
}

/** Goes through attendance and payrolls once. @returns the months, oldest first, then by worker */
const entriesOf = ({ attendance, lines }: ProjectFacts): readonly Entries[] => {
  const found = new Map<string, Entries>();
  const at = ({ month, person }: { readonly month: Month; readonly person: string }): Entries => {
    const key = `${month} ${person}`;
    const known = found.get(key);
    if (known) return known;
    const entries = { month, person, attended: [], lines: [], backPay: [] };
    found.set(key, entries);
    return entries;
  };
  for (const row of attendance) at(row).attended.push(row);
  for (const line of lines) at(line)[line.isBackPay ? "backPay" : "lines"].push(line);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entries]) => entries);
};

/** Due dates of months by the pay days that were agreed, each worked out once. */
const dueDates = (): ((month: Month, agreed: PayDay | null) => IsoDate) => {
  const known = new Map<string, IsoDate>();
  return (month, agreed) => {
    const key = agreed === null ? month : `${month} ${agreed.day} ${agreed.inSameMonth}`;
    const date = known.get(key) ?? dueDateOf(month, agreed);
    known.set(key, date);
    return date;
  };
};

const firstTeam = (attended: readonly AttendanceFact[]): string =>
  attended.length === 1 ? (attended[0]?.team ?? "") : (attended.map(({ team }) => team).sort()[0] ?? "");

/**
 * Every month of every worker that attendance or a payroll knows of, oldest first, then by worker.
 * @param minimum monthly minimum wage in fen
 */
export function workerMonthsOf(facts: ProjectFacts, minimum: number): readonly WorkerMonth[] {
  const wages = dailyWages(
    facts.lines.filter(({ isBackPay }) => !isBackPay),
    minimum,
  );
  const roster = rosterOf(facts);
  const dueOn = dueDates();
  return entriesOf(facts).map(({ month, person, attended, lines, backPay }) => {
    const attendedDays = total(attended, ({ days }) => days);
    const paidLeaveDays = total(attended, (row) => row.paidLeaveDays);
    const entry = roster.get(person) ?? null;
    return {
      person,
      month,
      team: firstTeam(attended),
      attendedDays,
      leaveDays: total(attended, ({ leaveDays }) => leaveDays),
      paidLeaveDays,
      lines,
      backPay,
      ...dueOf(person, attendedDays + paidLeaveDays, lines, backPay, wages),
      dueOn: dueOn(month, entry?.payDay ?? null),
      roster: entry,
    };
  });
}

/** Sum of these lines that has come by a day, by the bank's receipts. */
export function paidBy(lines: readonly PayLineFact[], day: IsoDate): number {
  return total(
    lines.filter(({ paidOn }) => paidOn !== null && paidOn <= day),
    ({ paid }) => paid,
  );
}
