import { localTime } from "../../schema/words.ts";

/** By whom and for what a table is taken. */
export interface ExportTerms {
  readonly documentId: string;
  readonly purpose: string;
  readonly app: string;
  readonly department: string;
  /** null: the app alone. */
  readonly officer: string | null;
  /** The number of the case; null where none is stated. */
  readonly caseNumber: string | null;
}

/** How far an export has come. */
export interface ExportSum {
  readonly rows: number;
  readonly pages: number;
  /** Indexes of the records of its first and last page; null where nothing is recorded. */
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
}

/** The export of nothing yet. */
export const NOTHING_YET: ExportSum = Object.freeze({ rows: 0, pages: 0, firstReceipt: null, lastReceipt: null });

/** The sum with one more page. */
export function withPage(sum: ExportSum, rows: number, receipt: string | null): ExportSum {
  return {
    rows: sum.rows + rows,
    pages: sum.pages + 1,
    firstReceipt: sum.firstReceipt ?? receipt,
    lastReceipt: receipt ?? sum.lastReceipt,
  };
}

/** The text of the watermark row: it does not begin as a formula, and names no person but the officer who answers for the file. */
export function watermarkText(terms: ExportTerms, sum: ExportSum, now: number): string {
  const { purpose, app, department, officer, caseNumber, documentId } = terms;
  const parts = [
    `用途 ${purpose}`,
    `应用 ${app}（${department}）`,
    ...(officer === null ? [] : [`经办人 ${officer}`]),
    ...(caseNumber === null ? [] : [`办件 ${caseNumber}`]),
    `时间 ${localTime(now)}`,
    `操作 ${documentId}`,
    `共 ${sum.rows} 行 ${sum.pages} 页`,
    `数据提供记录 ${sum.firstReceipt ?? "无"} 至 ${sum.lastReceipt ?? "无"}`,
  ];
  return `水印：${parts.join("；")}`;
}
