import chineseDays from "chinese-days";

const MS_PER_DAY = 86_400_000;
const BEIJING = 8 * 3_600_000;

/** Calendar day (YYYY-MM-DD) in Beijing at an instant: where officers work and terms run. */
export function beijingDay(instant: Date): string {
  return new Date(instant.getTime() + BEIJING).toISOString().slice(0, 10);
}

/** The instant at which a day begins in Beijing. @param day as GraphQL's `Date` gives it, at midnight UTC */
export function startOfDay(day: Date): Date {
  return new Date(day.getTime() - BEIJING);
}

/** The instant at which a day ends in Beijing; a deadline on that day is kept before it. */
export function endOfDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + MS_PER_DAY - BEIJING);
}

/** @param days may be negative */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

const nextDay = (day: string): string => addDays(day, 1);

const known = new Map<string, boolean>();
const announced = new Map<string, boolean>();

/** Tells working days by the national calendar: make-up Saturdays are working days, bridged Mondays are not. */
export function isWorkingDay(day: string): boolean {
  const before = known.get(day);
  if (before !== undefined) return before;
  const works = chineseDays.isWorkday(day);
  known.set(day, works);
  return works;
}

/**
 * Tells days of years whose holidays and make-up working days (调休) the State Council has announced and the calendar package holds;
 * of later years only weekends are known.
 */
export function isAnnounced(day: string): boolean {
  const year = day.slice(0, 4);
  const before = announced.get(year);
  if (before !== undefined) return before;
  const isKnown = chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;
  announced.set(year, isKnown);
  return isKnown;
}

/** The day itself when it is a working day, else the last working day before it. */
export function workingDayOnOrBefore(day: string): string {
  let at = day;
  while (!isWorkingDay(at)) at = addDays(at, -1);
  return at;
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
