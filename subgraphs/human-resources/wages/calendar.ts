/** A calendar day as YYYY-MM-DD: compares as text. */
export type IsoDate = string;
/** A calendar month as YYYY-MM: compares as text. */
export type Month = string;

const DAY = 86_400_000;

/** The day of a date column, which the database driver gives as midnight UTC. */
export function isoDate(date: Date): IsoDate {
  return date.toISOString().slice(0, 10);
}

/** @param days may be negative */
export function addDays(date: IsoDate, days: number): IsoDate {
  return isoDate(new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY));
}

/** Whole days from one date to a later one; negative when it is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

export function monthOf(date: IsoDate): Month {
  return date.slice(0, 7);
}

/** Last day of the month that lies `offset` months after `month`. */
export function endOfMonth(month: Month, offset = 0): IsoDate {
  const [year = Number.NaN, number = Number.NaN] = month.split("-").map(Number);
  return isoDate(new Date(Date.UTC(year, number + offset, 0)));
}

/** A month's wages have to be paid by the end of the next month. */
export function dueDateOf(month: Month): IsoDate {
  return endOfMonth(month, 1);
}

/** 2026年9月 */
export function monthInWords(month: Month): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}
