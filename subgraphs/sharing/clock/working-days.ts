import chineseDays from "chinese-days";

const MS_PER_DAY = 86_400_000;
const BEIJING = 8 * 3_600_000;

/** Last year whose holidays and make-up working days (调休) the State Council has announced and the table holds. */
const LAST_ANNOUNCED_YEAR = 2026;

/** Calendar day (YYYY-MM-DD) in Beijing at an instant: where officers work and terms run. */
export function beijingDay(instant: Date): string {
  return new Date(instant.getTime() + BEIJING).toISOString().slice(0, 10);
}

/** The instant at which a day ends in Beijing; a deadline on that day is kept before it. */
export function endOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + MS_PER_DAY - BEIJING);
}

/** The day after. */
const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + MS_PER_DAY).toISOString().slice(0, 10);

const known = new Map<string, boolean>();

/** Tells working days by the national calendar: make-up Saturdays are working days, bridged Mondays are not. */
export function isWorkingDay(day: string): boolean {
  const before = known.get(day);
  if (before !== undefined) return before;
  const works = chineseDays.isWorkday(day);
  known.set(day, works);
  return works;
}

/** Tells days of announced years; beyond them only weekends are known. */
export function isAnnounced(day: string): boolean {
  return Number(day.slice(0, 4)) <= LAST_ANNOUNCED_YEAR;
}

/**
 * The n-th working day after a day, which itself does not count (民法典 art. 201).
 * @param count whole number of working days, 0 gives the day itself
 * @param excluded days that do not count, for instance while the applicant supplements
 */
export function addWorkingDays(day: string, count: number, excluded: (day: string) => boolean = () => false): string {
  let at = day;
  for (let left = count; left > 0;) {
    at = nextDay(at);
    if (isWorkingDay(at) && !excluded(at)) left -= 1;
  }
  return at;
}

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
export function workingDaysBetween(from: string, to: string): number {
  if (to < from) return -workingDaysBetween(to, from);
  let days = 0;
  for (let at = from; at < to;) {
    at = nextDay(at);
    if (isWorkingDay(at)) days += 1;
  }
  return days;
}
