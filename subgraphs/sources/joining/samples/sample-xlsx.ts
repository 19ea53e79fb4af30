import { readFile, stat } from "node:fs/promises";
import type { SheetLine } from "../../../kit/workbook/cells.ts";
import { readWorkbook } from "../../../kit/workbook/read-workbook.ts";
import { WorkbookRefused } from "../../../kit/workbook/refusal.ts";
import { NoSample, SAMPLED_ROWS, valuesAt, type SampledSource } from "../sample.ts";
import { dropsOf, headerOf } from "./sample-csv.ts";

/** Bytes of a workbook for which a small worker does, which is kept for the second reading. */
const SMALL = 2_000_000;

const MOST_BYTES = 16_000_000;

const boundsOf = ({ length }: Buffer) => ({
  milliseconds: 30_000,
  heapMegabytes: length < SMALL ? 128 : 384,
  bytes: MOST_BYTES,
});

/** Rows above the names of the columns whose cells may be merged. */
const MOST_TITLES = 10;

const textsOf = ({ cells }: SheetLine): readonly string[] =>
  Array.from({ length: Math.max(...cells.keys(), 0) }, (_, at) => cells.get(at + 1) ?? "");

/** The whole sheet, read as drops are: what is refused there is refused here. @throws WorkbookRefused */
const linesOf = (file: Buffer, header: number): Promise<readonly SheetLine[]> =>
  readWorkbook(file, boundsOf(file), { rows: 50_000, numbers: true, header });

/** Lines of a sheet, and the place of the one among them that names the columns. @throws NoSample */
const namedLines = async (path: string): Promise<{ readonly lines: readonly SheetLine[]; readonly at: number }> => {
  if ((await stat(path)).size > MOST_BYTES) throw new NoSample("The workbook is larger than 16 MB.");
  const file = await readFile(path);
  try {
    const lines = await linesOf(file, MOST_TITLES);
    const at = headerOf(lines.map(textsOf)) - 1;
    // Cells may be merged above the names of the columns alone.
    await linesOf(file, lines[at]?.number ?? 1);
    return { lines, at };
  } catch (error) {
    throw error instanceof WorkbookRefused ? new NoSample(`The workbook is refused: ${error.words.en}.`) : error;
  }
};

/** Looks at the only sheet of an Excel workbook. @throws NoSample */
export async function sampleXlsx(path: string): Promise<SampledSource> {
  const { lines, at } = await namedLines(path);
  const { number: header = 1, cells: names = new Map<number, string>() } = lines[at] ?? {};
  const rows = lines.slice(at + 1, at + 1 + SAMPLED_ROWS);
  return {
    kind: "files",
    settings: { header: header === 1 ? undefined : header },
    tables: [
      {
        from: dropsOf(path),
        columns: [...names].map(([column, name]) => ({
          name: name.trim(),
          values: valuesAt(rows, ({ cells }) => cells.get(column)),
        })),
      },
    ],
    beside: [],
    place: null,
    days: "EXCEL",
  };
}
