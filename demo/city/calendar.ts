/** Days since 1970-01-01: dates in the generator are whole numbers, so that they can be added and compared. */
export type Day = number;

const FIRST: Day = -36_525;
const isoDates: string[] = [];

/** Day of a calendar date; months count from 1, days may overflow as in Date.UTC. */
export function dayOf(year: number, month: number, day: number): Day {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** ISO date (YYYY-MM-DD) of a day; remembered, because a city asks for the same dates millions of times. */
export function isoDate(day: Day): string {
  const slot = day - FIRST;
  return (isoDates[slot] ??= new Date(day * 86_400_000).toISOString().slice(0, 10));
}

/** Day of an ISO date. */
export function parseDay(iso: string): Day {
  const [year, month, day] = iso.split("-").map(Number);
  return dayOf(year ?? Number.NaN, month ?? Number.NaN, day ?? Number.NaN);
}

/** Calendar year of a day. */
export function yearOf(day: Day): number {
  return Number(isoDate(day).slice(0, 4));
}

/** Month (YYYY-MM) of a day. */
export function monthOf(day: Day): string {
  return isoDate(day).slice(0, 7);
}

/** Months since year 0, to count between dates. */
export function monthNumber(day: Day): number {
  const iso = isoDate(day);
  return Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1;
}

/** First day of a month counted as in monthNumber. */
export function firstDayOf(month: number): Day {
  return dayOf(Math.floor(month / 12), (month % 12) + 1, 1);
}

/** Completed years of age on a day. */
export function ageOn(birth: Day, day: Day): number {
  const from = isoDate(birth);
  const to = isoDate(day);
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);
}

/** The twelve months that the city's books cover, and the day on which they are looked at. */
export interface Calendar {
  /** The day on which the books are looked at: always the last day of a month. */
  readonly today: Day;
  /** Twelve months (YYYY-MM), oldest first; the last one is the month of `today`. */
  readonly months: readonly string[];
  readonly monthStart: (index: number) => Day;
  readonly monthEnd: (index: number) => Day;
  /** Calendar year of `today`. */
  readonly year: number;
  /** Newest month whose wages are due by `today`, that is by the end of the month after it (index into `months`). */
  readonly lastDueMonth: number;
}

/** @param asOf ISO date; rounded down to the end of a complete month, so that every month of the books is whole */
export function createCalendar(asOf: string): Calendar {
  const asked = parseDay(asOf);
  if (!/^\d{4}-\d\d-\d\d$/.test(asOf) || Number.isNaN(asked) || isoDate(asked) !== asOf)
    throw new RangeError(`as-of date expected as YYYY-MM-DD, got ${asOf}`);
  const last = monthNumber(asked + 1) - 1;
  const monthStart = (index: number): Day => firstDayOf(last - 11 + index);
  const monthEnd = (index: number): Day => firstDayOf(last - 10 + index) - 1;
  const months = Array.from({ length: 12 }, (_, index) => monthOf(monthStart(index)));
  const today = monthEnd(11);
  return Object.freeze({ today, months, monthStart, monthEnd, year: yearOf(today), lastDueMonth: 10 });
}
