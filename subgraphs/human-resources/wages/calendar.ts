/** A calendar day as YYYY-MM-DD: compares as text. */
export type IsoDate = string;
/** A calendar month as YYYY-MM: compares as text. */
export type Month = string;

const DAY = 86_400_000;

/** The day of a date column, which the database driver gives as midnight UTC. */
export const isoDate = (date: Date): IsoDate => date.toISOString().slice(0, 10);

/** @param days may be negative */
export const addDays = (date: IsoDate, days: number): IsoDate =>
  isoDate(new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY));

/** Whole days from one date to a later one; negative when it is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);

export const monthOf = (date: IsoDate): Month => date.slice(0, 7);

/** Last day of the month that lies `offset` months after `month`. */
export const endOfMonth = (month: Month, offset = 0): IsoDate => {
  const [year = Number.NaN, number = Number.NaN] = month.split("-").map(Number);
  return isoDate(new Date(Date.UTC(year, number + offset, 0)));
};

/** A month's wages have to be paid by the end of the next month. */
export const dueDateOf = (month: Month): IsoDate => endOfMonth(month, 1);

/** 2026年9月 */
export const monthInWords = (month: Month): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
