import { ENTRY } from "../facets.ts";
import type { Facets, ScalarFacets } from "../read-facets.ts";

/** A row as it is stored: its index, the bytes of its leaf, and what its columns say. */
export interface StoredRow {
  readonly index: number;
  readonly record: Buffer;
  readonly columns: Facets;
}

/** The columns that `RowDecoder` expects, in its order. */
export const ROW_COLUMNS =
  "index, record, time, row_count, subjects, kind, department, app, officer, purpose, decision, covert, lifts, coordinates";

const FIELDS = 14;
const TRAILER = -1;
const HEADER_BYTES = 19;
const ARRAY_HEADER_BYTES = 20;
const MAX_REMEMBERED = 10_000;
/** PostgreSQL counts from 2000-01-01, in microseconds. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

interface RepeatedColumns extends ScalarFacets {
  /** As they were sent. */
  readonly bytes: Buffer;
  readonly terms: string;
}

/**
 * Decodes rows of a binary COPY of ROW_COLUMNS. The columns that repeat from row to row are decoded once per distinct run of
 * bytes: reading a log is bound by this and by hashing.
 */
export class RowDecoder {
  /** By a sum over their bytes, which are compared before they are believed to be the same. */
  readonly #repeated = new Map<number, RepeatedColumns>();
  #rest: Buffer = Buffer.alloc(0);
  #started = false;

  /** The rows that a chunk of the stream completes. The buffers of records are views into it. @throws RangeError */
  decode(chunk: Buffer): readonly StoredRow[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    if (!this.#started) {
      if (bytes.length < HEADER_BYTES) {
        this.#rest = bytes;
        return [];
      }
      at = HEADER_BYTES;
      this.#started = true;
    }
    const rows: StoredRow[] = [];
    for (let end = endOfRow(bytes, at); end > 0; end = endOfRow(bytes, at)) {
      rows.push(this.#row(bytes, at + 2, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return rows;
  }

  #row(bytes: Buffer, begin: number, end: number): StoredRow {
    const index = int64(bytes, begin + 4);
    const recordAt = begin + 12;
    const recordEnd = recordAt + 4 + bytes.readInt32BE(recordAt);
    const time = EPOCH_MS + int64(bytes, recordEnd + 4) / 1000;
    const rowCount = int64(bytes, recordEnd + 16);
    const subjectsAt = recordEnd + 24;
    const subjectsEnd = subjectsAt + 4 + bytes.readInt32BE(subjectsAt);
    const sum = sumOf(bytes, subjectsEnd, end);
    let repeated = this.#repeated.get(sum);
    if (repeated === undefined || bytes.compare(repeated.bytes, 0, repeated.bytes.length, subjectsEnd, end) !== 0) {
      repeated = repeatedColumns(bytes, subjectsEnd, end);
      if (this.#repeated.size >= MAX_REMEMBERED) this.#repeated.clear();
      this.#repeated.set(sum, repeated);
    }
    const { kind, department, app, officer, purpose, decision, covert, lifts, terms } = repeated;
    const subjects = textArray(bytes, subjectsAt);
    return {
      index,
      record: bytes.subarray(recordAt + 4, recordEnd),
      columns: { time, kind, department, app, officer, purpose, decision, covert, lifts, rowCount, terms, subjects },
    };
  }
}

/** Where the row that begins here ends, 0 when it is not complete yet or no row. */
function endOfRow(bytes: Buffer, begin: number): number {
  if (begin + 2 > bytes.length) return 0;
  const fields = bytes.readInt16BE(begin);
  if (fields === TRAILER) return 0;
  if (fields !== FIELDS) throw new RangeError(`Expected ${FIELDS} fields, got ${fields}`);
  let at = begin + 2;
  for (let field = 0; field < FIELDS; field++) {
    if (at + 4 > bytes.length) return 0;
    const length = bytes.readInt32BE(at);
    at += length < 0 ? 4 : 4 + length;
  }
  return at > bytes.length ? 0 : at;
}

function sumOf(bytes: Buffer, begin: number, end: number): number {
  let sum = end - begin;
  for (let at = begin; at < end; at++) sum = (Math.imul(sum, 31) + (bytes[at] ?? 0)) | 0;
  return sum;
}

function repeatedColumns(bytes: Buffer, begin: number, end: number): RepeatedColumns {
  let at = begin;
  const next = (): string => {
    const length = bytes.readInt32BE(at);
    const value = length < 0 ? "" : bytes.toString("utf8", at + 4, at + 4 + length);
    at += 4 + Math.max(0, length);
    return value;
  };
  const kind = next();
  const department = next();
  const app = next();
  const officer = next();
  const purpose = next();
  const decision = next();
  const covert = next();
  const lifts = next();
  const terms = textArray(bytes, at);
  const own = Buffer.from(bytes.subarray(begin, end));
  return { bytes: own, kind, department, app, officer, purpose, decision, covert, lifts, terms };
}

/** The entries of a text[] (one dimension), joined. */
function textArray(bytes: Buffer, begin: number): string {
  const end = begin + 4 + bytes.readInt32BE(begin);
  let line = "";
  for (let at = begin + 4 + ARRAY_HEADER_BYTES; at < end;) {
    const length = Math.max(0, bytes.readInt32BE(at));
    if (line !== "") line += ENTRY;
    line += bytes.toString("utf8", at + 4, at + 4 + length);
    at += 4 + length;
  }
  return line;
}

function int64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}
