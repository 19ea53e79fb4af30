import { MaskRefusal, type Mask } from "./mask.ts";

const DAY = /^(\d{4})-\d{2}-\d{2}$/;
const TIME = /^(\d{4})-\d{2}-\d{2}([Tt ])[\d:.]+(Z|z|[+-]\d{2}:?\d{2})?$/;
const MONTH = /^(\d{4})-\d{2}$/;
const COMPACT = /^(\d{4})\d{2}(\d{2})?$/;
const YEAR = /^\d{4}$/;

const firstOfYear = (text: string): string | undefined => {
  const day = DAY.exec(text);
  if (day) return `${day[1] ?? ""}-01-01`;
  const time = TIME.exec(text);
  if (time) return `${time[1] ?? ""}-01-01${time[2] ?? "T"}00:00:00${time[3] ?? ""}`;
  const month = MONTH.exec(text);
  if (month) return `${month[1] ?? ""}-01`;
  const compact = COMPACT.exec(text);
  if (compact) return `${compact[1] ?? ""}01${compact[2] === undefined ? "" : "01"}`;
  return YEAR.test(text) ? text : undefined;
};

/**
 * DATE_YEAR: the first day of the year, in the form it came in (date, date-time with its own offset, month, `Date` object).
 * The year is the one that is written, not the one in another time zone. Other text is refused.
 */
export const maskDateYear: Mask = (value) => {
  if (value instanceof Date) {
    const first = new Date(0);
    first.setUTCFullYear(value.getUTCFullYear(), 0, 1);
    if (Number.isNaN(first.getTime())) throw new MaskRefusal("DATE_YEAR", value);
    return first;
  }
  const masked = typeof value === "string" ? firstOfYear(value.trim()) : undefined;
  if (masked === undefined) throw new MaskRefusal("DATE_YEAR", value);
  return masked;
};
