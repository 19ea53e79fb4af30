import type { Scalar, Window } from "../../../schema/policies/condition.ts";
import { factKey, type Facts } from "./figures.ts";

/** One year of a firm as an employer, as human-resources answers it; amounts in fen. */
export interface EmployerYear {
  readonly year: number;
  readonly insuredAverage: number | null;
  readonly insuredAtYearEnd: number | null;
  /** Persons who newly claim unemployment insurance after this employer: what a lay-off rate counts. */
  readonly laidOff: number | null;
  readonly unemploymentPaidMonths: number | null;
  readonly unemploymentContribution: number | null;
  readonly graduateHires: number | null;
  readonly newHires: number | null;
  readonly noWageArrears: boolean | null;
  readonly noInsuranceArrears: boolean | null;
}

const isYear = (value: unknown): value is EmployerYear =>
  typeof value === "object" && value !== null && "year" in value && typeof value.year === "number";

/**
 * The employer's years that human-resources answered, as the gateway brought them in the representation that the
 * reference resolver kept on the row; null when it brought nothing. Amounts in fen.
 */
export function suppliedEmployerYears(enterprise: object): readonly EmployerYear[] | null {
  const supplied: unknown = "employerYears" in enterprise ? enterprise.employerYears : null;
  return Array.isArray(supplied) ? supplied.filter(isYear) : null;
}

/** An entry of a firm in the court's list of 失信被执行人; a day that the court does not tell is null. */
export interface DishonestyRecord {
  /** YYYY-MM-DD */
  readonly publishedOn: string | null;
}

/** The court's entries about a firm, brought along in the same way; null when the court did not answer, or with anything but a list of entries. */
export function suppliedDishonesty(enterprise: object): readonly DishonestyRecord[] | null {
  const supplied: unknown = "dishonestyRecords" in enterprise ? enterprise.dishonestyRecords : null;
  if (!Array.isArray(supplied)) return null;
  const entries = supplied.filter((entry: unknown) => typeof entry === "object" && entry !== null);
  if (entries.length !== supplied.length) return null;
  return entries.map((entry: { readonly publishedOn?: unknown }) => ({
    publishedOn: typeof entry.publishedOn === "string" ? entry.publishedOn : null,
  }));
}

/** The part of a representation that the row has to keep for the fields that are worked out from it. */
export function suppliedFields(reference: object): {
  readonly employerYears?: unknown;
  readonly dishonestyRecords?: unknown;
} {
  return {
    ...("employerYears" in reference ? { employerYears: reference.employerYears } : {}),
    ...("dishonestyRecords" in reference ? { dishonestyRecords: reference.dishonestyRecords } : {}),
  };
}

/** A firm as the departments' registers hold it; amounts in fen. */
export interface FirmRecords {
  readonly enterprise: {
    readonly type: string;
    readonly scale: string;
    readonly industryCode: string;
    readonly aboveScale: boolean;
    readonly employees: number;
    readonly status: string;
  };
  /** null: human-resources did not answer, which is not the same as having nothing to say. */
  readonly employerYears: readonly EmployerYear[] | null;
  readonly annualReports: readonly {
    readonly year: number;
    readonly revenue: bigint;
    readonly profit: bigint;
    readonly tax: bigint;
    readonly rdExpense: bigint;
    readonly equipmentInvestment: bigint;
  }[];
  readonly electricityUses: readonly {
    readonly year: number;
    readonly quarter: number;
    readonly kilowattHours: number;
    readonly peakMonthKilowattHours: number;
  }[];
  readonly qualifications: readonly {
    readonly kind: string;
    readonly recognition: number;
    readonly validFrom: Date;
    readonly validTo: Date;
  }[];
  readonly taxCredits: readonly { readonly year: number; readonly grade: string; readonly arrears: bigint }[];
  readonly abnormalListings: readonly { readonly listedOn: Date; readonly removedOn: Date | null }[];
  /** null: the court did not answer. Its list holds who is on it today; who was taken off it is not told. */
  readonly dishonestyRecords: readonly DishonestyRecord[] | null;
}

/** The datasets of conditions of which nothing came: their departments did not answer. */
export function silentDatasets({ employerYears, dishonestyRecords }: FirmRecords): ReadonlySet<string> {
  return new Set([
    ...(employerYears === null ? ["employerYear"] : []),
    ...(dishonestyRecords === null ? ["court"] : []),
  ]);
}

type Figures = Record<string, Scalar | readonly string[] | null | undefined>;

/** One rounding only, so that 3 of 20 is exactly the 0.15 that a policy names; unknown without a whole to divide by. */
const share = (part: number | null | undefined, whole: number | null | undefined): number | null =>
  part === null || part === undefined || !whole ? null : part / whole;

const growth = (now: number | null | undefined, before: number | null | undefined): number | null =>
  now === null || now === undefined || !before ? null : (now - before) / before;

const employerFigures = (row: EmployerYear): Figures => ({
  insuredAverage: row.insuredAverage,
  insuredAtYearEnd: row.insuredAtYearEnd,
  laidOff: row.laidOff,
  unemploymentPaidMonths: row.unemploymentPaidMonths,
  unemploymentContribution: row.unemploymentContribution,
  graduateHires: row.graduateHires,
  newHires: row.newHires,
  noWageArrears: row.noWageArrears,
  noInsuranceArrears: row.noInsuranceArrears,
  layOffRate: share(row.laidOff, row.insuredAverage),
  newHireRate: share(row.newHires, row.insuredAtYearEnd),
});

const reportFigures = (row: FirmRecords["annualReports"][number]): Figures => ({
  revenue: Number(row.revenue),
  profit: Number(row.profit),
  tax: Number(row.tax),
  rdExpense: Number(row.rdExpense),
  equipmentInvestment: Number(row.equipmentInvestment),
  rdRatio: share(Number(row.rdExpense), Number(row.revenue)),
});

const electricityFigures = (rows: FirmRecords["electricityUses"], year: number): Figures => {
  const firstQuarter = (of: number) => rows.find((row) => row.year === of && row.quarter === 1)?.kilowattHours;
  const peak = Math.max(0, ...rows.filter((row) => row.year === year - 1).map((row) => row.peakMonthKilowattHours));
  return {
    firstQuarterGrowth: growth(firstQuarter(year), firstQuarter(year - 1)),
    monthlyMeanToPeakRatio: share(firstQuarter(year), 3 * peak),
  };
};

const newest = <Row extends { readonly year: number }>(rows: readonly Row[], upTo: number): Row | undefined =>
  rows.filter(({ year }) => year <= upTo).reduce<Row | undefined>((a, b) => (a && a.year >= b.year ? a : b), undefined);

const currentFigures = (records: FirmRecords, asOf: Date, year: number): Readonly<Record<string, Figures>> => {
  const held = records.qualifications.filter(({ validFrom, validTo }) => validFrom <= asOf && asOf <= validTo);
  const tax = newest(records.taxCredits, year);
  const revenueOf = (of: number) => records.annualReports.find((row) => row.year === of)?.revenue;
  const [last, previous] = [revenueOf(year - 1), revenueOf(year - 2)];
  return {
    enterprise: records.enterprise,
    annualReport: {
      revenueGrowth: last === undefined || previous === undefined ? null : growth(Number(last), Number(previous)),
    },
    electricity: electricityFigures(records.electricityUses, year),
    qualification: {
      kinds: [...new Set(held.map(({ kind }) => kind))],
      recognition: held.find(({ kind }) => kind === "HIGH_TECH")?.recognition,
    },
    taxCredit: { grade: tax?.grade, arrears: tax && Number(tax.arrears) },
    abnormal: {
      listed: records.abnormalListings.some(
        ({ listedOn, removedOn }) => listedOn <= asOf && (removedOn === null || removedOn > asOf),
      ),
    },
    court: {
      dishonest: records.dishonestyRecords?.some(
        ({ publishedOn }) => publishedOn === null || publishedOn <= asOf.toISOString().slice(0, 10),
      ),
    },
  };
};

/**
 * The figures that conditions ask for, as of a day: what came later is not seen. Pure.
 * A figure that no register holds is left out.
 */
export function firmFacts(records: FirmRecords, asOf: Date): Facts {
  const year = asOf.getUTCFullYear();
  const facts = new Map<string, Scalar | readonly string[]>();
  const add = (dataset: string, figures: Figures, window?: Window): void => {
    for (const [field, value] of Object.entries(figures))
      if (value !== null && value !== undefined) facts.set(factKey(`${dataset}.${field}`, window), value);
  };
  for (const [window, of] of [["lastYear", year - 1] as const, ["previousYear", year - 2] as const]) {
    const employer = records.employerYears?.find((row) => row.year === of);
    const report = records.annualReports.find((row) => row.year === of);
    if (employer) add("employerYear", employerFigures(employer), window);
    if (report) add("annualReport", reportFigures(report), window);
  }
  for (const [dataset, figures] of Object.entries(currentFigures(records, asOf, year))) add(dataset, figures);
  return facts;
}
