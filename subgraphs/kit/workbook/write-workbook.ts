import {
  SHEET_PART,
  sheetHead,
  sheetRow,
  sheetTail,
  workbookParts,
  type SheetColumn,
} from "../../../schema/workbook-sheet.ts";
import { packed } from "./zip.ts";

/** A table of texts as one sheet of a workbook. */
export interface Table {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly string[])[];
}

const sheetOf = ({ columns, rows }: Table): string => {
  const lines = rows.map((row, at) => sheetRow(row, at + 2));
  const all = rows.length + 1;
  return `${sheetHead(columns, all)}${lines.join("")}${sheetTail(columns.length, all)}`;
};

/**
 * Writes a table as an Excel workbook (.xlsx, ISO/IEC 29500) of text cells alone. A text that a spreadsheet program could take
 * for a formula stands behind an apostrophe. The same table gives the same bytes.
 */
export function writeWorkbook(table: Table): Buffer {
  const { before, after } = workbookParts(table.name);
  return packed([...before, { name: SHEET_PART, content: sheetOf(table) }, ...after]);
}
