import { describe, expect, it, test } from "@jest/globals";
import { COLUMNS, ENTRY, type Column } from "../record-fields.ts";
import { ROW_COLUMNS, RowDecoder } from "./row-decoder.ts";

const columns: readonly Column[] = COLUMNS;
const HEADER = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
const NULL = null;

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const int64 = (value: number | bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};
const field = (bytes: Buffer | null): Buffer =>
  bytes === null ? int32(-1) : Buffer.concat([int32(bytes.length), bytes]);
const textArray = (
  entries: readonly (string | null)[],
  { dimensions = 1, oid = 25, from = 1 }: { dimensions?: number; oid?: number; from?: number } = {},
): Buffer =>
  Buffer.concat([
    ...[dimensions, entries.includes(null) ? 1 : 0, oid, entries.length, from].map(int32),
    ...entries.map((entry) => field(entry === null ? null : Buffer.from(entry))),
  ]);

/** PostgreSQL's microseconds of a time: since 2000-01-01. */
const micros = (time: string): Buffer => int64((Date.parse(time) - Date.UTC(2000, 0, 1)) * 1_000);

/** What the columns of a row say unless told otherwise. */
const PLAIN: Readonly<Record<Column["type"], { readonly stored: Buffer; readonly read: unknown }>> = {
  text: { stored: Buffer.from("漯河"), read: "漯河" },
  time: { stored: micros("2026-06-01T12:00:00.250Z"), read: Date.parse("2026-06-01T12:00:00.250Z") },
  count: { stored: int64(5_000_000_000), read: 5_000_000_000 },
  list: { stored: textArray(["a", "b"]), read: `a${ENTRY}b` },
};

const row = (index: number | bigint, record: string, stored: Readonly<Record<string, Buffer | null>> = {}): Buffer => {
  const count = Buffer.alloc(2);
  count.writeInt16BE(columns.length + 2);
  const named = ROW_COLUMNS.split(", ").slice(2);
  return Buffer.concat([
    count,
    field(int64(index)),
    field(Buffer.from(record)),
    ...named.map((name) => {
      const column = columns.find((one) => one.name === name);
      if (column === undefined) throw new Error(`no column ${name}`);
      return field(name in stored ? (stored[name] ?? null) : PLAIN[column.type].stored);
    }),
  ]);
};
const valuesOf = (changed: Readonly<Record<string, unknown>> = {}): readonly unknown[] =>
  columns.map(({ name, type }) => (name in changed ? changed[name] : PLAIN[type].read));

test("the rows of a binary COPY are read with every column in its place, wherever the stream is cut", () => {
  const stream = Buffer.concat([
    HEADER,
    row(0, "first"),
    row(1, "", { kind: NULL, row_count: NULL, subjects: NULL, time: NULL, coordinates: NULL }),
    row(2n ** 40n, "third", { kind: Buffer.from("event"), row_count: int64(0) }),
    row(2n ** 40n + 1n, "fourth", { app: Buffer.from("") }),
    TRAILER,
  ]);
  const expected = [
    { index: 0, record: "first", columns: valuesOf() },
    {
      index: 1,
      record: "",
      columns: valuesOf({ kind: null, row_count: null, subjects: null, time: null, coordinates: null }),
    },
    { index: 2 ** 40, record: "third", columns: valuesOf({ kind: "event", row_count: 0 }) },
    { index: 2 ** 40 + 1, record: "fourth", columns: valuesOf({ app: "" }) },
  ];
  for (const size of [1, 7, 18, 19, 20, 64, stream.length]) {
    const decoder = new RowDecoder();
    const rows = [];
    for (let at = 0; at < stream.length; at += size)
      for (const { record, ...read } of decoder.decode(stream.subarray(at, at + size)))
        rows.push({ ...read, record: record.toString() });
    expect(rows).toEqual(expected);
  }
});

test("runs of columns that only have the same sum are not taken for each other", () => {
  // 31 · "B" + "b" = 31 · "C" + "C": the sums of both are the same.
  const [one, other] = ["Bb", "CC"].map((app) => row(0, "", { app: Buffer.from(app) }));
  const rows = new RowDecoder().decode(Buffer.concat([HEADER, one ?? HEADER, other ?? HEADER]));
  expect(rows.map((read) => read.columns)).toEqual([valuesOf({ app: "Bb" }), valuesOf({ app: "CC" })]);
});

test("a row of another number of fields is refused", () => {
  const wrong = row(0, "");
  wrong.writeInt16BE(columns.length + 1);
  expect(() => new RowDecoder().decode(Buffer.concat([HEADER, wrong]))).toThrow(
    new RangeError(`Expected ${columns.length + 2} fields, got ${columns.length + 1}`),
  );
});

describe("what the ledger never writes is read as nothing at all", () => {
  it.each<[string, Readonly<Record<string, Buffer>>, unknown]>([
    ["an empty list", { subjects: int32(0) }, ""],
    ["one entry", { subjects: textArray(["a"]) }, "a"],
    ["an empty entry", { subjects: textArray(["a", ""]) }, undefined],
    ["an entry that is NULL", { subjects: textArray(["a", null]) }, undefined],
    ["an entry that holds the separator", { subjects: textArray([`a${ENTRY}b`]) }, undefined],
    ["a list of two dimensions", { subjects: textArray(["a"], { dimensions: 2 }) }, undefined],
    ["a list of something else", { subjects: textArray(["a"], { oid: 17 }) }, undefined],
    ["a list that begins elsewhere", { subjects: textArray(["a"], { from: 0 }) }, undefined],
    ["a list that begins at two", { coordinates: textArray(["a"], { from: 2 }) }, undefined],
    ["a time of four bytes", { time: int32(1) }, undefined],
    ["a count of four bytes", { row_count: int32(1) }, undefined],
  ])("%s", (_, stored, expected) => {
    const [name = ""] = Object.keys(stored);
    const [read] = new RowDecoder().decode(Buffer.concat([HEADER, row(0, "", stored)]));
    expect(read?.columns).toEqual(valuesOf({ [name]: expected }));
    expect(read?.columns).toHaveLength(columns.length);
  });
});
