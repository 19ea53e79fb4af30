import { byKey } from "./amounts.ts";
import type { IsoDate } from "./calendar.ts";

const REQUIRED = [
  "UNPAID_SHARE_RED",
  "MIN_WAGE_CLASS_1",
  "MIN_WAGE_CLASS_2",
  "MIN_WAGE_CLASS_3",
  "MONTH_MAX",
  "YEAR_MAX",
  "MONTHS_OWED",
  "WORKERS_OWED",
  "CRIMINAL_MONTHS",
  "CRIMINAL_AMOUNT_ONE",
  "CRIMINAL_WORKERS",
  "CRIMINAL_AMOUNT_MANY",
  "TRANSFER_DAYS",
  "LABOUR_RATIO",
] as const;

/**
 * Limits that the table may name and need not. RECEIPT_DAYS, LEAVER_DAYS (ours): how long after the due date a bank's receipt may still
 * arrive, and how long a leaver's last wages may take. OPENING_DAYS: days from the construction contract to the special account
 * (人社部发〔2021〕53号：施工合同签订之日起30日内); ours for the roster, from the permit. DEPOSIT_DAYS: working days from the permit to the wage
 * deposit (人社部发〔2021〕65号第八条). BANK_RETURNS: 1 from the day on which the paying bank has joined, and its answer is one of the inputs.
 */
const OURS = { BANK_RETURNS: 0, RECEIPT_DAYS: 7, LEAVER_DAYS: 30, OPENING_DAYS: 30, DEPOSIT_DAYS: 20 } as const;

type ThresholdCode = (typeof REQUIRED)[number] | keyof typeof OURS;

/** The limits in force; amounts in fen, shares as fractions. */
export type Thresholds = Readonly<Record<ThresholdCode, number>>;

/** A row of the policy table. */
export interface ThresholdRow {
  readonly code: string;
  readonly value: number;
  readonly unit: string;
  /** First day on which it is in force. */
  readonly effectiveFrom: IsoDate;
}

const inFen = ({ value, unit }: ThresholdRow): number => (unit.startsWith("元") ? Math.round(value * 100) : value);

/** The row of each code that is in force on a day: the newest that has begun, or the oldest of all where none has. */
const inForce = (rows: readonly ThresholdRow[], day: IsoDate): readonly ThresholdRow[] => {
  const newestFirst = [...rows].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  return [...byKey(newestFirst, ({ code }) => code).values()].flatMap(
    (versions) => versions.find(({ effectiveFrom }) => effectiveFrom <= day) ?? versions.at(-1) ?? [],
  );
};

/**
 * The versions of the limits in force on a day: by code, the value, its unit and the day from which it is in force. A stored assessment names
 * them, and is of no use once they are others.
 */
export function thresholdVersions(rows: readonly ThresholdRow[], day: IsoDate): Readonly<Record<string, object>> {
  return Object.fromEntries(
    inForce(rows, day).map(({ code, value, unit, effectiveFrom }) => [code, { value, unit, effectiveFrom }]),
  );
}

/**
 * Reads the policy table as it is in force on a day. A limit that a rule needs and the table lacks is an error, not a zero: a warning engine that
 * silently stops warning is worse than one that says it cannot.
 * @throws naming the missing codes
 */
export function readThresholds(rows: readonly ThresholdRow[], day: IsoDate): Thresholds {
  const values = new Map(inForce(rows, day).map((row) => [row.code, inFen(row)]));
  const missing = REQUIRED.filter((code) => !values.has(code));
  if (missing.length > 0) throw new Error(`Table wage_threshold lacks ${missing.join(", ")}`);
  const codes: readonly ThresholdCode[] = [...REQUIRED, ...(Object.keys(OURS) as (keyof typeof OURS)[])];
  const entries = codes.map((code) => [code, values.get(code) ?? (code in OURS ? OURS[code as keyof typeof OURS] : 0)]);
  return Object.freeze(Object.fromEntries(entries) as Record<ThresholdCode, number>);
}

/**
 * Class of the minimum wage of a place. 豫政〔2023〕43号 sets the three amounts [S]; which district is in which class is in its annex, which was not
 * at hand [M]. The annex of 豫政〔2011〕70号 has Luohe's districts and both counties in one class [S], and a later list of cities has Luohe in the
 * second: nothing speaks for the first, and a class too high invents alarms.
 */
const CLASS_BY_DISTRICT: ReadonlyMap<string, 1 | 2 | 3> = new Map([
  ["411102", 2],
  ["411103", 2],
  ["411104", 2],
  ["411171", 2],
  ["411121", 2],
  ["411122", 2],
]);

/** @param divisionCode 12 digits; a place outside the city is held to the lowest minimum, so that no alarm is invented */
export function wageClassOf(divisionCode: string): 1 | 2 | 3 {
  return CLASS_BY_DISTRICT.get(divisionCode.slice(0, 6)) ?? 3;
}
