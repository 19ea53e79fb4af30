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
 * Limits that no document names; ours, until a row of the table says otherwise. RECEIPT_DAYS: how long after the due
 * date a bank's receipt may still arrive. LEAVER_DAYS: how long a leaver's last wages may take. OPENING_DAYS: how long
 * after the permit the account and the roster may take (人社部发〔2021〕53号: 30 日内开立).
 */
const OURS = { RECEIPT_DAYS: 7, LEAVER_DAYS: 30, OPENING_DAYS: 30 } as const;

type ThresholdCode = (typeof REQUIRED)[number] | keyof typeof OURS;

/** The limits in force; amounts in fen, shares as fractions. */
export type Thresholds = Readonly<Record<ThresholdCode, number>>;

interface ThresholdRow {
  readonly code: string;
  readonly value: number;
  readonly unit: string;
}

const inFen = ({ value, unit }: ThresholdRow): number => (unit.startsWith("元") ? Math.round(value * 100) : value);

/**
 * Reads the policy table. A limit that a rule needs and the table lacks is an error, not a zero: a warning engine that
 * silently stops warning is worse than one that says it cannot.
 * @throws naming the missing codes
 */
export function readThresholds(rows: readonly ThresholdRow[]): Thresholds {
  const values = new Map(rows.map((row) => [row.code, inFen(row)]));
  const missing = REQUIRED.filter((code) => !values.has(code));
  if (missing.length > 0) throw new Error(`Table wage_threshold lacks ${missing.join(", ")}`);
  const codes: readonly ThresholdCode[] = [...REQUIRED, ...(Object.keys(OURS) as (keyof typeof OURS)[])];
  const entries = codes.map((code) => [code, values.get(code) ?? (code in OURS ? OURS[code as keyof typeof OURS] : 0)]);
  return Object.freeze(Object.fromEntries(entries) as Record<ThresholdCode, number>);
}

/**
 * Class of the minimum wage of a place. 豫政〔2023〕43号 sets the three amounts; which district is in which class is in
 * its annex. Luohe's districts are ours to correct: urban districts in the first class, counties in the second.
 */
const CLASS_BY_DISTRICT: ReadonlyMap<string, 1 | 2 | 3> = new Map([
  ["411102", 1],
  ["411103", 1],
  ["411104", 1],
  ["411171", 1],
  ["411121", 2],
  ["411122", 2],
]);

/** @param divisionCode 12 digits; a place outside the city is held to the lowest minimum, so that no alarm is invented */
export function wageClassOf(divisionCode: string): 1 | 2 | 3 {
  return CLASS_BY_DISTRICT.get(divisionCode.slice(0, 6)) ?? 3;
}
