import { MaskRefusal } from "./mask.ts";

const DAY = /^(\d{4})-\d{2}-\d{2}$/;
const TIME = /^(\d{4})-\d{2}-\d{2}[Tt ][\d:.]+(?:Z|z|[+-]\d{2}:?\d{2})?$/;
const MONTH = /^(\d{4})-\d{2}$/;
const COMPACT = /^(\d{4})\d{2}(?:\d{2})?$/;
const YEAR = /^(\d{4})$/;

/** True for a date as DATE_YEAR gives it: a year alone, which is no day, no month and no time. */
export function isMaskedDate(value: unknown): value is string {
  return typeof value === "string" && YEAR.test(value);
}

/**
 * DATE_YEAR: the year alone, as text of four digits, of whatever form the date has (day, time with its own offset, month, `Date` object):
 * no true date has that form, so a program can tell. The year is the one that is written, not the one in another time zone. Idempotent;
 * other text is refused.
 */
export function maskDateYear(value: unknown): string {
  const text = value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value;
  const found =
    typeof text === "string"
      ? [DAY, TIME, MONTH, COMPACT, YEAR].map((form) => form.exec(text.trim())?.[1]).find((year) => year !== undefined)
      : undefined;
  if (found === undefined) throw new MaskRefusal("DATE_YEAR", value);
  return found;
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

/** The step of 1, 2, 5, 10, … that a figure stands on: 0 below 1, and for a negative figure the step below it. */
export function stepBelow(figure: number): number {
  return figure >= 1 ? bandBelow(figure) : figure >= 0 ? 0 : Math.max(-bandAbove(-figure), -Number.MAX_VALUE);
}

/** The end of the lowest band, in an amount's own unit. */
type Small = number;

/** 500 yuan in fen. */
export const SMALL_FEN: Small = 50_000;

/** Of amounts whose unit nobody knows. */
const SMALL: Small = 500;

/**
 * The floor of an amount's band. The lowest band reaches from zero to `small`, on either side, so that nothing and little look the same:
 * bands begin at …, −2 `small`, −`small`, 0, `small`, 2 `small`, ….
 */
const floorOfBand = (amount: number, small: Small): number => {
  if (Math.abs(amount) > small) return stepBelow(amount);
  return amount === small ? small : amount >= 0 ? 0 : -small;
};

/** A masked amount where its scalar has room for it: `min` is in the band, `max` is not. No true amount has this form. */
export interface AmountBand {
  readonly min: number;
  readonly max: number;
}

/** The floor of the next band. */
const nextBand = (floor: number, small: Small): number => {
  if (floor === 0) return small;
  if (floor === -small) return 0;
  const [digit, exponent] = Math.abs(floor).toExponential(0).split("e");
  const up =
    digit === "1" ? `2e${exponent ?? ""}` : digit === "2" ? `5e${exponent ?? ""}` : `1e${Number(exponent) + 1}`;
  const down =
    digit === "5" ? `2e${exponent ?? ""}` : digit === "2" ? `1e${exponent ?? ""}` : `5e${Number(exponent) - 1}`;
  return floor > 0 ? Number(up) : -Number(down);
};

const isBand = (min: unknown, max: unknown, small: Small): min is number =>
  typeof min === "number" &&
  Number.isSafeInteger(min) &&
  floorOfBand(min, small) === min &&
  nextBand(min, small) === max;

/** True for a band as the mask gives it of some unit, and for nothing else. */
export function isAmountBand(value: unknown): value is AmountBand {
  if (typeof value !== "object" || value === null || Object.keys(value).sort().join() !== "max,min") return false;
  const { min, max } = value as Readonly<Record<string, unknown>>;
  return [SMALL_FEN, SMALL].some((small) => isBand(min, max, small));
}

/** The band of a number, or of one written as text. */
const bandOf = (value: unknown, small: Small): AmountBand => {
  const isText = typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value.trim());
  const amount = typeof value === "bigint" || isText ? Number(value) : value;
  if (typeof amount !== "number" || !Number.isFinite(amount)) throw new MaskRefusal("AMOUNT_BAND", value);
  const min = floorOfBand(amount, small);
  if (!Number.isSafeInteger(min)) throw new MaskRefusal("AMOUNT_BAND", value);
  return { min, max: nextBand(min, small) };
};

/**
 * AMOUNT_BAND for scalars of a form of their own: both ends of the amount's band. Idempotent, as a band stays itself.
 * @param scalar `Fen` counts in fen; of other amounts the unit is not known
 */
export function maskAmount(scalar: string): (value: unknown) => AmountBand {
  const small = scalar === "Fen" ? SMALL_FEN : SMALL;
  return (value) => {
    if (typeof value !== "object" || value === null) return bandOf(value, small);
    const { min, max } = value as Readonly<Record<string, unknown>>;
    if (isAmountBand(value) && isBand(min, max, small)) return { min: value.min, max: value.max };
    throw new MaskRefusal("AMOUNT_BAND", value);
  };
}

const BAND_TEXT = /^(-?\d+)~(-?\d+)$/;

/** AMOUNT_BAND for text: both ends of the band with `~` between, which stands in no number. Idempotent. */
export function maskAmountText(value: unknown): string {
  if (typeof value !== "string") throw new MaskRefusal("AMOUNT_BAND", value);
  const [, min, max] = BAND_TEXT.exec(value.trim()) ?? [];
  if (min !== undefined && max !== undefined && isBand(Number(min), Number(max), SMALL)) return `${min}~${max}`;
  const band = bandOf(value, SMALL);
  return `${band.min}~${band.max}`;
}
