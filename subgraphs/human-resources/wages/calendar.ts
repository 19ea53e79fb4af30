import { workingDayOnOrBefore } from "../../kit/rules/working-days.ts";

/** A calendar day as YYYY-MM-DD: compares as text. */
export type IsoDate = string;
/** A calendar month as YYYY-MM: compares as text. */
export type Month = string;

/** Pay day that was agreed with a worker: a day of the wage month itself (当期) or of the next one (次期). */
export interface PayDay {
  /** 1 to 31; a shorter month's last day stands for the days that it lacks. */
  readonly day: number;
  readonly inSameMonth: boolean;
}

const DAY = 86_400_000;

/** The day of a date column, which the database driver gives as midnight UTC. */
export function isoDate(date: Date): IsoDate {
  return date.toISOString().slice(0, 10);
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

/**
 * Last day on which a month's wages are paid in time: the agreed pay day, else the end of the next month. On a rest day or a holiday it
 * is the working day before (保障农民工工资支付条例第十四条).
 */
export function dueDateOf(month: Month, agreed: PayDay | null = null): IsoDate {
  const end = endOfMonth(month, agreed?.inSameMonth === true ? 0 : 1);
  if (agreed === null) return workingDayOnOrBefore(end);
  const day = `${monthOf(end)}-${String(agreed.day).padStart(2, "0")}`;
  return workingDayOnOrBefore(day < end ? day : end);
}

/** 2026年9月 */
export function monthInWords(month: Month): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}
