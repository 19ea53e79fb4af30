import { MOST_SHEET_ROWS, neutralised, sheetHead, sheetRow, sheetTail } from "../../schema/workbook-sheet.ts";
import { cellOf, type ExportRow } from "./read-page.ts";
import type { TableColumn } from "./table-of.ts";

/** The forms in which a table is exported. */
export const EXPORT_FORMATS = ["CSV", "NDJSON", "XLSX"] as const;

/** One of them. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A column as it is told: masked ones are told apart. */
export interface ToldColumn extends Pick<TableColumn, "name" | "path"> {
  readonly masked: boolean;
}

/** Writes a table as text, piece by piece: a sheet's XML for XLSX, which is then packed. Pure but for the number of the row that it is at. */
export interface TableWriter {
  readonly head: () => string;
  /** @param receipt of the record of the page that the row came in */
  readonly row: (row: ExportRow, receipt: string) => string;
  /** A row that says something of the table: by whom and for what it was taken, or why it ends here. */
  readonly note: (text: string) => string;
  readonly tail: () => string;
}

/** Where a value was withheld, so that nobody takes the cell for an empty one. */
const withheldText = (reason: string): string => `〔不予提供 ${reason}〕`;

/** A value as one text; what is no text (a number, a list) is its JSON. */
const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
};

const headingOf = ({ name, masked }: ToldColumn): string => (masked ? `${name}（脱敏）` : name);

/** The last column: by it each row is traced to the record of its disclosure. */
const RECEIPT = "凭证";

const cellsOf = (columns: readonly ToldColumn[], row: ExportRow, receipt: string): readonly string[] => [
  ...columns.map((column) => {
    const reason = row.withheld.get(column.name);
    const value = cellOf(row, { ...column, coordinates: [] });
    return reason !== undefined && (value === undefined || value === null) ? withheldText(reason) : textOf(value);
  }),
  receipt,
];

const quoted = (text: string): string => `"${neutralised(text).replaceAll('"', '""')}"`;

/** Mark of UTF-8 before a CSV, without which spreadsheet programs read Chinese as something else. */
export const CSV_MARK = "\uFEFF";

/** One line of a CSV (RFC 4180), its end included; no cell is taken for a formula. */
export function csvLine(texts: readonly string[]): string {
  return `${texts.map(quoted).join(",")}\r\n`;
}

const csv = (columns: readonly ToldColumn[]): TableWriter => ({
  head: () => CSV_MARK + csvLine([...columns.map(headingOf), RECEIPT]),
  row: (row, receipt) => csvLine(cellsOf(columns, row, receipt)),
  note: (text) => csvLine([text, ...columns.map(() => "")]),
  tail: () => "",
});

/** Sheets wide enough for a name, narrow enough for many of them. */
const WIDTH = 20;

const sheet = (columns: readonly ToldColumn[], from: number): TableWriter => {
  const headings = [...columns.map(headingOf), RECEIPT].map((header) => ({ header, width: WIDTH }));
  let at = from + 1;
  const next = (): number => {
    // The last row is for what is said of the table.
    if (at >= MOST_SHEET_ROWS) throw new SheetFull();
    return (at += 1);
  };
  return {
    head: () => sheetHead(headings),
    row: (row, receipt) => sheetRow(cellsOf(columns, row, receipt), next()),
    note: (text) => sheetRow([text], (at += 1)),
    tail: () => sheetTail(headings.length, at),
  };
};

/** A sheet has no room for more rows. */
export class SheetFull extends Error {
  constructor() {
    super(`A sheet has ${MOST_SHEET_ROWS} rows at most: take CSV or NDJSON.`);
    this.name = "SheetFull";
  }
}

/** A table in CSV or as a sheet. @param from rows that it has already, of an export that is taken up again */
export function tableWriter(format: "CSV" | "XLSX", columns: readonly ToldColumn[], from = 0): TableWriter {
  return format === "CSV" ? csv(columns) : sheet(columns, from);
}
