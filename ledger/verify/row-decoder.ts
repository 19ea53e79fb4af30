import { COLUMNS, ENTRY, type Column, type ColumnValue } from "../record-fields.ts";

/** A row as it is stored: its index, the bytes of its leaf, and what its columns say. */
export interface StoredRow {
  readonly index: number;
  readonly record: Buffer;
  /** In the order of `COLUMNS`; undefined for what the ledger never writes there, such as a list with an empty entry. */
  readonly columns: readonly (ColumnValue | undefined)[];
}

const PLACED = (COLUMNS as readonly Column[]).map((column, place) => ({ column, place }));
const VARYING = PLACED.filter(({ column }) => column.varies === true);
const REPEATING = PLACED.filter(({ column }) => column.varies !== true);

/** The columns that `RowDecoder` expects, in its order: first those that differ from row to row. */
export const ROW_COLUMNS = ["index", "record", ...[...VARYING, ...REPEATING].map(({ column }) => column.name)].join(
  ", ",
);

const FIELDS = 2 + COLUMNS.length;
const TRAILER = -1;
const HEADER_BYTES = 19;
const TEXT_OID = 25;
const MAX_REMEMBERED = 10_000;
/** PostgreSQL counts from 2000-01-01, in microseconds. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

interface RepeatedColumns {
  /** As they were sent. */
  readonly bytes: Buffer;
  /** Only the places of `REPEATING` are filled. */
  readonly values: readonly (ColumnValue | undefined)[];
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
    const recordEnd = endOfField(bytes, recordAt);
    let repeatedAt = recordEnd;
    for (let skipped = 0; skipped < VARYING.length; skipped++) repeatedAt = endOfField(bytes, repeatedAt);
    const columns = this.#repeatedColumns(bytes, repeatedAt, end).slice();
    let at = recordEnd;
    for (const { column, place } of VARYING) {
      columns[place] = decoded(column.type, bytes, at);
      at = endOfField(bytes, at);
    }
    return { index, record: bytes.subarray(recordAt + 4, recordEnd), columns };
  }

  #repeatedColumns(bytes: Buffer, begin: number, end: number): readonly (ColumnValue | undefined)[] {
    const sum = sumOf(bytes, begin, end);
    const known = this.#repeated.get(sum);
    if (known !== undefined && bytes.compare(known.bytes, 0, known.bytes.length, begin, end) === 0) return known.values;
    const values: (ColumnValue | undefined)[] = PLACED.map(() => null);
    let at = begin;
    for (const { column, place } of REPEATING) {
      values[place] = decoded(column.type, bytes, at);
      at = endOfField(bytes, at);
    }
    if (this.#repeated.size >= MAX_REMEMBERED) this.#repeated.clear();
    this.#repeated.set(sum, { bytes: Buffer.from(bytes.subarray(begin, end)), values });
    return values;
  }
}

/** The end of the row that begins here, 0 when it is not complete yet or no row. */
function endOfRow(bytes: Buffer, begin: number): number {
  if (begin + 2 > bytes.length) return 0;
  const fields = bytes.readInt16BE(begin);
  if (fields === TRAILER) return 0;
  if (fields !== FIELDS) throw new RangeError(`Expected ${FIELDS} fields, got ${fields}`);
  let at = begin + 2;
  for (let field = 0; field < FIELDS; field++) {
    if (at + 4 > bytes.length) return 0;
    at = endOfField(bytes, at);
  }
  return at > bytes.length ? 0 : at;
}

/** A field is its length, -1 for NULL, and its bytes. */
function endOfField(bytes: Buffer, at: number): number {
  const length = bytes.readInt32BE(at);
  return length < 0 ? at + 4 : at + 4 + length;
}

/** Taken out of the loop over every byte of a log: looked up there, the global costs more than all else where it is not inlined. */
const { imul } = Math;

function sumOf(bytes: Buffer, begin: number, end: number): number {
  let sum = end - begin;
  for (let at = begin; at < end; at++) sum = (imul(sum, 31) + (bytes[at] ?? 0)) | 0;
  return sum;
}

/** NULL is null, apart from an empty text. */
function decoded(type: Column["type"], bytes: Buffer, at: number): ColumnValue | undefined {
  const length = bytes.readInt32BE(at);
  if (length < 0) return null;
  switch (type) {
    case "text":
      return bytes.toString("utf8", at + 4, at + 4 + length);
    case "time":
      return length === 8 ? EPOCH_MS + int64(bytes, at + 4) / 1000 : undefined;
    case "count":
      return length === 8 ? int64(bytes, at + 4) : undefined;
    case "list":
      return textArray(bytes, at + 4, at + 4 + length);
  }
}

/**
 * The entries of a text[], joined. undefined unless it is a plain list, from 1 on, whose entries are neither NULL nor empty nor hold
 * what separates them: entries that were joined or split would read the same here, and be other entries to a search.
 */
function textArray(bytes: Buffer, begin: number, end: number): string | undefined {
  const dimensions = bytes.readInt32BE(begin);
  if (dimensions === 0) return "";
  if (dimensions !== 1 || bytes.readInt32BE(begin + 8) !== TEXT_OID || bytes.readInt32BE(begin + 16) !== 1)
    return undefined;
  let entries = "";
  for (let at = begin + 20; at < end; at = endOfField(bytes, at)) {
    const entry = bytes.toString("utf8", at + 4, endOfField(bytes, at));
    if (entry === "" || entry.includes(ENTRY)) return undefined;
    if (entries !== "") entries += ENTRY;
    entries += entry;
  }
  return entries;
}

function int64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}
