/** What is seen of an old system before it joins. It lives as long as the command that looks; no value of it is written anywhere. */

/** A part of a source.yaml as it is written. */
export interface Part {
  readonly [key: string]: Written | undefined;
}
export type Written = string | number | boolean | readonly string[] | Part;

/** What a system's own description says that stands in a column. */
export type StatedForm = "text" | "whole" | "decimal" | "truth" | "day" | "moment";

export interface SampledColumn {
  /** As `column:` names it. */
  readonly name: string;
  /** What the system itself says of it, in Chinese. */
  readonly title?: string | undefined;
  /** Texts of the sample, in the order of its rows; what is blank is null. Empty where only a description was seen. */
  readonly values: readonly (string | null)[];
  readonly form?: StatedForm | undefined;
  /** Codes that its description allows. */
  readonly codes?: readonly string[] | undefined;
  /** Whether the system says that its rows are known by it. */
  readonly isKey?: boolean;
}

export interface SampledTable {
  /** As `from:` names it. */
  readonly from: string;
  readonly title?: string | undefined;
  readonly columns: readonly SampledColumn[];
  /** How rows are asked for, of an interface. */
  readonly requests?: Part | undefined;
  /** Parts of its rows that no column can be, with the reason. */
  readonly left?: readonly string[];
}

export interface SampledSource {
  readonly kind: string;
  /** Settings of the kind, under its name. */
  readonly settings: Part;
  readonly tables: readonly SampledTable[];
  /** Files that have to stand beside the source.yaml, such as a WSDL. */
  readonly beside: readonly { readonly name: string; readonly content: Buffer | string }[];
  /** Where it is, for whoever sets the variable; null where that was not told. */
  readonly place: string | null;
  /** Form of a drop's day, where it has its own: what Excel keeps. */
  readonly days?: "EXCEL";
}

/** Rows that are looked at of each table. */
export const SAMPLED_ROWS = 1_000;

/** A column of a table in memory: every row's text at one place, blanks as null. */
export function valuesAt<Row>(
  rows: readonly Row[],
  textOf: (row: Row) => string | undefined,
): readonly (string | null)[] {
  return rows.map((row) => {
    const text = textOf(row)?.trim() ?? "";
    return text === "" ? null : text;
  });
}

/** The system does not show what can be joined; the message says why, and holds nothing of what it said. */
export class NoSample extends Error {
  override readonly name = "NoSample";
}
