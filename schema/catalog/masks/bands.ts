import { MaskRefusal } from "./mask.ts";

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
export function maskDateYear(value: unknown): unknown {
  if (value instanceof Date) {
    const first = new Date(0);
    first.setUTCFullYear(value.getUTCFullYear(), 0, 1);
    if (Number.isNaN(first.getTime())) throw new MaskRefusal("DATE_YEAR", value);
    return first;
  }
  const masked = typeof value === "string" ? firstOfYear(value.trim()) : undefined;
  if (masked === undefined) throw new MaskRefusal("DATE_YEAR", value);
  return masked;
}

/** The greatest of 1, 2, 5 × 10^k that is at most `amount`; `amount` must be at least 1. Read from text, so it is exact. */
const bandBelow = (amount: number): number => {
  const exponent = Math.floor(Math.log10(amount));
  let band = 1;
  for (let k = exponent - 1; k <= exponent + 1; k++) {
    for (const digit of ["1", "2", "5"]) {
      const candidate = Number(`${digit}e${k}`);
      if (candidate <= amount && candidate > band) band = candidate;
    }
  }
  return band;
};

/** The least of 1, 2, 5 × 10^k that is at least `amount`. */
const bandAbove = (amount: number): number => {
  const below = bandBelow(Math.max(amount, 1));
  if (below >= amount) return below;
  const [digit, exponent] = below.toExponential(0).split("e");
  const next =
    digit === "1" ? `2e${exponent ?? ""}` : digit === "2" ? `5e${exponent ?? ""}` : `1e${Number(exponent) + 1}`;
  return Number(next);
};

const floorOfBand = (amount: number): number =>
  amount >= 1 ? bandBelow(amount) : amount >= 0 ? 0 : Math.max(-bandAbove(-amount), -Number.MAX_VALUE);

/** Whole numbers as text of any length: 1, 2 or 5 and zeros. A fraction is dropped on the way down. */
const floorOfDigits = (text: string): string | undefined => {
  const match = /^(-?)0*([0-9]+?)(?:\.([0-9]+))?$/.exec(text);
  if (!match) return undefined;
  const digits = match[2] ?? "0";
  if (digits === "0" && (match[1] === "" || /^0*$/.test(match[3] ?? ""))) return "0";
  const lead = Number(digits[0]);
  const zeros = "0".repeat(digits.length - 1);
  if (match[1] === "") return `${lead >= 5 ? 5 : lead >= 2 ? 2 : 1}${zeros}`;
  const exact = /^[125]0*$/.test(digits) && /^0*$/.test(match[3] ?? "");
  if (exact) return `-${digits}`;
  if (digits === "0") return "-1";
  return lead >= 5 ? `-10${zeros}` : `-${lead >= 2 ? 5 : 2}${zeros}`;
};

/**
 * AMOUNT_BAND: the floor of the amount's band, in the amount's own unit; bands begin at 0, 1, 2, 5, 10, 20, 50, …
 * (a negative amount goes down, to the band's floor). Integers stay integers; numbers written as text stay text.
 */
export function maskAmountBand(value: unknown): unknown {
  if (typeof value === "number" && Number.isFinite(value)) return floorOfBand(value);
  const text = typeof value === "bigint" ? value.toString() : typeof value === "string" ? value.trim() : "";
  const masked = floorOfDigits(text);
  if (masked === undefined) throw new MaskRefusal("AMOUNT_BAND", value);
  return typeof value === "bigint" ? BigInt(masked) : masked;
}

/** A masked amount where its scalar has room for it: `min` is in the band, `max` is not. No true amount has this form. */
export interface AmountBand {
  readonly min: number;
  readonly max: number;
}

/** The floor of the next band. */
const nextBand = (floor: number): number => {
  if (floor === 0) return 1;
  if (floor === -1) return 0;
  const [digit, exponent] = Math.abs(floor).toExponential(0).split("e");
  const up =
    digit === "1" ? `2e${exponent ?? ""}` : digit === "2" ? `5e${exponent ?? ""}` : `1e${Number(exponent) + 1}`;
  const down =
    digit === "5" ? `2e${exponent ?? ""}` : digit === "2" ? `1e${exponent ?? ""}` : `5e${Number(exponent) - 1}`;
  return floor > 0 ? Number(up) : -Number(down);
};

const bandFrom = (floor: number): AmountBand => ({ min: floor, max: nextBand(floor) });

/** True for a band as the mask gives it, and for nothing else. */
export function isAmountBand(value: unknown): value is AmountBand {
  if (typeof value !== "object" || value === null || Object.keys(value).sort().join() !== "max,min") return false;
  const { min, max } = value as Readonly<Record<string, unknown>>;
  return typeof min === "number" && Number.isSafeInteger(min) && floorOfBand(min) === min && nextBand(min) === max;
}

/** AMOUNT_BAND for scalars of a form of their own, such as `Fen`: both ends of the amount's band. Idempotent, as a band stays itself. */
export function maskAmount(value: unknown): AmountBand {
  if (isAmountBand(value)) return bandFrom(value.min);
  const amount = typeof value === "bigint" || typeof value === "string" ? Number(maskAmountBand(value)) : value;
  if (typeof amount !== "number" || !Number.isFinite(amount)) throw new MaskRefusal("AMOUNT_BAND", value);
  const floor = floorOfBand(amount);
  if (!Number.isSafeInteger(floor)) throw new MaskRefusal("AMOUNT_BAND", value);
  return bandFrom(floor);
}
