import { type ExportFormat, tableWriter, type ToldColumn } from "../../gateway/export/export-format.ts";
import type { ExportRow } from "../../gateway/export/read-page.ts";
import { type ExportSum, type ExportTerms, watermarkText } from "../../gateway/export/watermark.ts";

/** A row as the hub's stream has it: the node, and what was withheld from it. */
export type StreamedRow = Readonly<Record<string, unknown>> & { readonly $withheld?: Readonly<Record<string, string>> };

/** How a file of one format is written, piece by piece. */
export interface TableFile {
  readonly isWorkbook: boolean;
  readonly head: () => string;
  /** @param mark the stream's own line about the page */
  readonly page: (rows: readonly StreamedRow[], receipt: string | null, mark: string) => string;
  readonly end: (sum: ExportSum) => string;
}

const rowOf = ({ $withheld = {}, ...node }: StreamedRow): ExportRow => ({
  node,
  withheld: new Map(Object.entries($withheld)),
});

/**
 * The writer of a file.
 * @param told the stream's first line: terms and columns
 * @param from rows that the file has already
 */
export function tableFile(
  format: ExportFormat,
  told: ExportTerms & { readonly columns: readonly ToldColumn[] },
  from: number,
): TableFile {
  const { columns, ...terms } = told;
  const watermark = (sum: ExportSum): string => watermarkText(terms, sum, Date.now());
  if (format === "NDJSON") {
    return {
      isWorkbook: false,
      head: () => `${JSON.stringify({ $export: told })}\n`,
      page: (rows, _, mark) => [...rows.map((row) => JSON.stringify(row)), mark, ""].join("\n"),
      end: (sum) => `${JSON.stringify({ $watermark: { ...sum, text: watermark(sum) } })}\n`,
    };
  }
  const writer = tableWriter(format, columns, from);
  return {
    isWorkbook: format === "XLSX",
    head: writer.head,
    page: (rows, receipt) => rows.map((row) => writer.row(rowOf(row), receipt ?? "")).join(""),
    end: (sum) => writer.note(watermark(sum)) + writer.tail(),
  };
}
