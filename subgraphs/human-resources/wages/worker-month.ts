import { byKey, total } from "./amounts.ts";
import { dueDateOf, monthOf, type IsoDate, type Month } from "./calendar.ts";
import type { PayLineFact, ProjectFacts, RosterFact } from "./facts.ts";

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

const keyOf = (row: { readonly person: string; readonly month: Month }): string => `${row.month} ${row.person}`;

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

/**
 * Every month of every worker that attendance or a payroll knows of, oldest first, then by worker.
 * @param minimum monthly minimum wage in fen
 */
export function workerMonthsOf(facts: ProjectFacts, minimum: number): readonly WorkerMonth[] {
  const attendance = byKey(facts.attendance, keyOf);
  const payLines = byKey(facts.lines, keyOf);
  const regularLines = facts.lines.filter(({ isBackPay }) => !isBackPay);
  const wages = dailyWages(regularLines, minimum);
  const roster = rosterOf(facts);
  const keys = [...new Set([...attendance.keys(), ...payLines.keys()])].sort();
  const usualDueDates = new Map([...new Set(keys.map(monthOf))].map((month) => [month, dueDateOf(month)]));
  return keys.map((key) => {
    const month = monthOf(key);
    const person = key.slice(month.length + 1);
    const attended = attendance.get(key) ?? [];
    const lines = payLines.get(key) ?? [];
    const regular = lines.filter(({ isBackPay }) => !isBackPay);
    const backPay = lines.filter(({ isBackPay }) => isBackPay);
    const attendedDays = total(attended, ({ days }) => days);
    const paidLeaveDays = total(attended, (row) => row.paidLeaveDays);
    const entry = roster.get(person) ?? null;
    return {
      person,
      month,
      team: attended.map(({ team }) => team).sort()[0] ?? "",
      attendedDays,
      leaveDays: total(attended, ({ leaveDays }) => leaveDays),
      paidLeaveDays,
      lines: regular,
      backPay,
      ...dueOf(person, attendedDays + paidLeaveDays, regular, backPay, wages),
      dueOn: entry?.payDay ? dueDateOf(month, entry.payDay) : (usualDueDates.get(month) ?? dueDateOf(month)),
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
