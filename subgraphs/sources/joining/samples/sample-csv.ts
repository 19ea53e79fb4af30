import { open } from "node:fs/promises";
import { basename } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { NoSample, SAMPLED_ROWS, valuesAt, type SampledSource } from "../sample.ts";

/** Bytes that are looked at: lines enough for the sample, of a file of any size. */
const MOST_BYTES = 2_000_000;

const DELIMITERS = [",", "\t", ";", "|"] as const;

/** Rows above the names of the columns, such as a title's. */
const MOST_TITLES = 10;

const beginningOf = async (path: string): Promise<{ readonly bytes: Buffer; readonly isWhole: boolean }> => {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    return { bytes: buffer.subarray(0, bytesRead), isWhole: bytesRead < MOST_BYTES };
  } finally {
    await file.close();
  }
};

/** UTF-8 where every byte is of it, otherwise GBK: Chinese text of one is none of the other. @throws NoSample */
const decoded = (
  bytes: Buffer,
  isWhole: boolean,
): { readonly text: string; readonly encoding: "utf-8" | "gb18030" } => {
  for (const encoding of ["utf-8", "gb18030"] as const) {
    try {
      // The last character of a part may be cut in two: whatever follows the last line is left.
      const lines = isWhole ? bytes : bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
      return { text: new TextDecoder(encoding, { fatal: true }).decode(lines), encoding };
    } catch {
      continue;
    }
  }
  throw new NoSample("The file is neither UTF-8 nor GBK (GB18030).");
};

const delimiterOf = (text: string): (typeof DELIMITERS)[number] => {
  const lines = text.split(/\r?\n/, MOST_TITLES);
  const counts = DELIMITERS.map((delimiter) => Math.max(...lines.map((line) => line.split(delimiter).length)));
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
};

/** Number of the row, from 1, that names the columns: the first that is as wide as the widest, with a name in every place. @throws NoSample */
export function headerOf(rows: readonly (readonly string[])[]): number {
  const first = rows.slice(0, MOST_TITLES);
  const width = Math.max(...first.map((row) => row.length), 0);
  const at = first.findIndex((row) => {
    const names = row.map((name) => name.trim());
    return row.length === width && width > 0 && new Set(names).size === width && !names.includes("");
  });
  if (at < 0) throw new NoSample("No row names the columns: one name in every place, each once.");
  return at + 1;
}

/** Name of the drops of which a file is one: its day, eight digits, may be any. */
export function dropsOf(path: string): string {
  return basename(path).replace(/(?<!\d)\d{8}(?!\d)/, "*");
}

/** Looks at the beginning of a CSV file: its encoding, delimiter, names and rows. @throws NoSample */
export async function sampleCsv(path: string): Promise<SampledSource> {
  const { bytes, isWhole } = await beginningOf(path);
  const { text, encoding } = decoded(bytes, isWhole);
  const delimiter = delimiterOf(text);
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: SAMPLED_ROWS + MOST_TITLES,
    });
  } catch (error) {
    throw new NoSample(`The file is no CSV: ${error instanceof CsvError ? error.code : "unreadable"}.`);
  }
  const header = headerOf(rows);
  const names = rows[header - 1] ?? [];
  const sampled = rows.slice(header);
  return {
    kind: "files",
    settings: {
      encoding: encoding === "utf-8" ? undefined : encoding,
      delimiter: delimiter === "," ? undefined : delimiter,
      header: header === 1 ? undefined : header,
    },
    tables: [
      {
        from: dropsOf(path),
        columns: names.map((name, at) => ({ name: name.trim(), values: valuesAt(sampled, (row) => row[at]) })),
      },
    ],
    beside: [],
    place: null,
  };
}
