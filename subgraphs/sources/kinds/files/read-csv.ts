import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { TextDecoderStream } from "node:stream/web";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { DropRefused, placesIn, type DropForm, type ExpectedDrop, type ReadDrop } from "./drop-form.ts";
import type { ToldRow } from "../../values/translate-rows.ts";

/** Bytes of one file. */
const MOST_BYTES = 512_000_000;

/** What csv-parse and the decoder say of a file that is none of this form. */
const refusalOf = (error: unknown): unknown => {
  if (error instanceof CsvError) return new DropRefused(error.code);
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? new DropRefused("ENCODING") : error;
};

/**
 * Reads a CSV file with a line of column names, whole or not at all. Lines above that one are not read.
 * @throws DropRefused of a file that is cut off, in another encoding, without a column that tells rows, or with other lines than these
 */
export async function readCsv(
  path: string,
  expected: ExpectedDrop,
  { encoding, delimiter, header }: DropForm,
): Promise<ReadDrop> {
  if ((await stat(path)).size > MOST_BYTES) throw new DropRefused("TOO_LARGE");
  const decoded = Readable.toWeb(createReadStream(path)).pipeThrough(
    new TextDecoderStream(encoding, { fatal: true }) as never,
  );
  const parser = parse({ delimiter, bom: true, relax_column_count: false, skip_empty_lines: true, from_line: header });
  const records = Readable.fromWeb(decoded as never)
    .on("error", (error) => parser.destroy(error))
    .pipe(parser);
  const rows: ToldRow[] = [];
  let places: ReturnType<typeof placesIn<number>> | undefined;
  try {
    for await (const record of records as AsyncIterable<readonly string[]>) {
      if (places === undefined) {
        const names = record.map((name) => name.trim());
        places = placesIn(new Map(names.map((name) => [name, names.indexOf(name)])), expected);
        continue;
      }
      rows.push(places.rowOf((at) => record[at]));
    }
  } catch (error) {
    throw refusalOf(error);
  }
  if (rows.length !== expected.rows) throw new DropRefused("ROW_COUNT");
  return { rows, gone: places?.gone ?? [], hasMore: places?.hasMore ?? false };
}
