import { monthNumber, type Calendar, type Day } from "../calendar.ts";
import type { Random } from "../random.ts";
import type { Line, Sheet, Site, Worker } from "./site.ts";

/** True while a worker is on the site in a month of the books. */
const worksIn = (worker: Worker, month: number): boolean => (worker.days[month] ?? 0) > 0;

/** Index of a day's month in the calendar; negative before the books begin. */
export function monthIndex(calendar: Calendar, day: Day): number {
  return 11 - (monthNumber(calendar.today) - monthNumber(day));
}

const drawDays = (random: Random, calendar: Calendar, month: number): number =>
  calendar.months[month]?.endsWith("-02") === true ? random.between(12, 16) : random.between(20, 27);

/** Days worked and on leave in each month of the books between entering and leaving. */
export function drawAttendance(
  random: Random,
  calendar: Calendar,
  enteredOn: Day,
  leftOn: Day | null,
): { readonly days: number[]; readonly leave: number[] } {
  const from = monthIndex(calendar, enteredOn);
  const to = leftOn === null ? 11 : monthIndex(calendar, leftOn);
  const days = calendar.months.map((_, month) =>
    month >= from && month <= to ? drawDays(random, calendar, month) : 0,
  );
  const leave = days.map((count) => (count > 0 && random.chance(0.15) ? random.between(1, 3) : 0));
  return { days, leave };
}

/** A line that pays in full. */
export function lineFor(worker: Worker, days: number, paidOn: Day | null): Line {
  const due = days * worker.dailyWage;
  return { worker, days, due, paid: paidOn === null ? 0 : due, paidOn };
}

const sheetFor = (site: Site, team: string, month: number, paidOn: Day | null): Sheet => ({
  month,
  team,
  isBackPay: false,
  viaSpecialAccount: true,
  preparedOn: Math.min(site.calendar.monthEnd(month) + 4, site.calendar.today),
  paidOn,
  isDraft: paidOn === null,
  lines: site.workers
    .filter((worker) => worker.team === team && worksIn(worker, month))
    .map((worker) => lineFor(worker, worker.days[month] ?? 0, paidOn)),
});

/**
 * Clean payrolls of a site: one for each team and month worked, paid through the special account on the 10th to 20th of
 * the following month. The newest month is still a draft: it falls due at the end of the next one.
 */
export function writeSheets(random: Random, site: Site): Sheet[] {
  const teams = [...new Set(site.workers.map(({ team }) => team))];
  return site.calendar.months.flatMap((_, month) => {
    const paidOn = month > site.calendar.lastDueMonth ? null : site.calendar.monthEnd(month) + random.between(10, 20);
    return teams.map((team) => sheetFor(site, team, month, paidOn)).filter(({ lines }) => lines.length > 0);
  });
}
