import { readFile, stat } from "node:fs/promises";
import { readWorkbook } from "../../../kit/workbook/read-workbook.ts";
import { WorkbookBusy, WorkbookRefused } from "../../../kit/workbook/refusal.ts";
import { DropRefused, placesIn, type DropForm, type ExpectedDrop, type ReadDrop } from "./drop-form.ts";

/** Bounds of one reading, in a worker of its own. */
const BOUNDS = { milliseconds: 30_000, heapMegabytes: 384, bytes: 16_000_000 };

/** Rows of one sheet. */
const MOST_ROWS = 50_000;

const linesOf = async (path: string, header: number) => {
  if ((await stat(path)).size > BOUNDS.bytes) throw new DropRefused("TOO_LARGE");
  try {
    return await readWorkbook(await readFile(path), BOUNDS, { rows: MOST_ROWS, numbers: true, header });
  } catch (error) {
    // Another file is being read: the next look tries this one again.
    if (error instanceof WorkbookBusy || !(error instanceof WorkbookRefused)) throw error;
    throw new DropRefused("WORKBOOK", error.words.en);
  }
};

/**
 * Reads the only sheet of an Excel workbook (.xlsx), whole or not at all: plain cells, of which numbers are told as Excel shows them and days as their
 * number. Rows above that of the column names are not read.
 * @throws DropRefused of a workbook with anything else than plain cells, without a column that tells rows, or with other rows than these
 */
export async function readXlsx(
  path: string,
  expected: ExpectedDrop,
  { header }: Pick<DropForm, "header">,
): Promise<ReadDrop> {
  const lines = await linesOf(path, header);
  const names = lines.find(({ number }) => number === header)?.cells ?? new Map<number, string>();
  const numberOf = new Map([...names].map(([number, name]) => [name.trim(), number]));
  const { rowOf, ...columns } = placesIn(numberOf, expected);
  const rows = lines.filter(({ number }) => number > header);
  if (rows.length !== expected.rows) throw new DropRefused("ROW_COUNT");
  return { ...columns, rows: rows.map(({ cells }) => rowOf((number) => cells.get(number))) };
}
