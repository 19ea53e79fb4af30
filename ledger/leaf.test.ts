import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { InvalidRecord } from "./errors.ts";
import { sealLeaf, SUBJECTS_IN_LEAF } from "./leaf.ts";
import { LeafReader } from "./read-leaf.ts";
import { COLUMNS, ENTRY, UNIT } from "./record-fields.ts";
import { arbitraryRecord } from "./tests/arbitrary-record.ts";
import { sampleRecord } from "./tests/sample-record.ts";
import { canonicalText, type Json } from "./canonical-form.ts";
import { hasherFor } from "./tree/hasher.ts";
import { commitmentTo, commits } from "./tree/proof/subject-list.ts";

const sha256 = hasherFor("sha256");

test("a leaf is canonical JSON: the canonicalize package writes the same bytes", () => {
  fc.assert(
    fc.property(arbitraryRecord, (record) => {
      const { bytes } = sealLeaf(record, sha256);
      expect(bytes.toString()).toBe(canonicalText(JSON.parse(bytes.toString()) as Json));
    }),
    { numRuns: 300 },
  );
});

const SUBJECTS = COLUMNS.findIndex(({ name }) => name === "subjects");

test("the columns read back from the leaf's text are those that were written", () => {
  const reader = new LeafReader();
  fc.assert(
    fc.property(arbitraryRecord, (record) => {
      const { bytes, columns } = sealLeaf(record, sha256);
      const read = reader.read(bytes.toString());
      const written = columns.split(UNIT);
      const listed = written[SUBJECTS] ?? "";
      expect(written).toHaveLength(COLUMNS.length);
      expect(read.subjectCount).toBe(record.subjects.length);
      if (record.subjects.length <= SUBJECTS_IN_LEAF) {
        expect(read.columns.map((value) => String(value ?? ""))).toEqual(written);
        expect(read.subjectsRoot).toBeNull();
      } else {
        expect(read.columns.map((value) => String(value ?? ""))).toEqual(written.with(SUBJECTS, ""));
        expect(read.subjectsRoot).toBe(commitmentTo(sha256, listed.split(ENTRY)));
        expect(commits(sha256, listed.split(ENTRY), read.subjectsRoot ?? "")).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("L12: texts that look like the marks between them are read as they stand", () => {
  const marks = ["}", '"}', '","type":"', '{"pseudonym":"', "},{", "", "type"];
  const subjects = marks.flatMap((type) => marks.map((pseudonym) => ({ type, pseudonym })));
  for (const some of [subjects.filter(({ type, pseudonym }) => !`${type}${pseudonym}`.includes('"')), subjects]) {
    const { bytes, columns } = sealLeaf(sampleRecord({ subjects: some }), sha256);
    const read = new LeafReader().read(bytes.toString());
    expect(read.columns[SUBJECTS]).toBe(columns.split(UNIT)[SUBJECTS]);
  }
});

test("L12: only the canonical JSON of a record is a leaf", () => {
  const leaf = sealLeaf(
    sampleRecord({ change: { what: "grant", id: "g", before: null, after: "a" } }),
    sha256,
  ).bytes.toString();
  const read = (text: string) => new LeafReader().read(text);
  expect(() => read(leaf)).not.toThrow();
  const bent = [
    leaf.replace('{"app":', '{"app":"other","app":'),
    leaf.replace('"covert":null', '"covert":null,"covert":"x"'),
    leaf.replace('"v":1}', '"v":1,"v":1}'),
    leaf.replace('"v":1}', '"v":2}'),
    leaf.replace('"v":1}', '"v":1,"w":1}'),
    leaf.replace('"v":1}', '"v":1} '),
    leaf.replace(',"kind"', ', "kind"'),
    leaf.replace('"rowCount":2', '"rowCount":02'),
    leaf.replace('"rowCount":2', '"rowCount":"2"'),
    leaf.replace('"latencyMs":12.345', '"latencyMs":12.3450'),
    leaf.replace('"outcome":"MASKED","rows":2', '"rows":2,"outcome":"MASKED"'),
    leaf.replace('"officer-017"', '"officer\\u002d017"'),
    leaf.replace('"officer-017"', '"officer\t017"'),
    leaf.replace('"traceId":', '"trace":'),
    leaf.slice(0, -1),
    "{}",
    "",
  ];
  for (const text of bent) {
    expect(text).not.toBe(leaf);
    expect(() => read(text)).toThrow(SyntaxError);
  }
});

test("two leaves of the same record differ: the id blinds the hash", () => {
  const hash = () => sha256.leaf(sealLeaf(sampleRecord(), sha256).bytes);
  expect(hash()).not.toEqual(hash());
});

test.each([
  ["a control character", { officer: "a\u001fb" }],
  ["a newline", { app: "a\nb" }],
  ["a lone surrogate", { traceId: "\ud800" }],
  ["a local time", { time: "2026-11-24T03:18:00.123+08:00" }],
  ["no day of the calendar", { time: "2026-13-40T03:18:00.123Z" }],
  ["half a row", { rowCount: 0.5 }],
  ["no latency", { latencyMs: Number.NaN }],
  [
    "a separator among many subjects",
    { subjects: Array.from({ length: 101 }, () => ({ type: "Person", pseudonym: "a\u001eb" })) },
  ],
])("%s is refused", (_, part) => {
  expect(() => sealLeaf({ ...sampleRecord(), ...part }, sha256)).toThrow(InvalidRecord);
});
