import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { InvalidRecord } from "./errors.ts";
import { ENTRY, FACETS, UNIT } from "./facets.ts";
import { sealLeaf, SUBJECTS_IN_LEAF } from "./leaf.ts";
import { FacetReader } from "./read-facets.ts";
import { arbitraryRecord } from "./tests/arbitrary-record.ts";
import { sampleRecord } from "./tests/sample-record.ts";
import { canonicalText, type Json } from "./tree/canonical.ts";
import { hasherFor } from "./tree/hasher.ts";
import { listRoot } from "./tree/list-root.ts";

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

test("the facets read back from the leaf's text are those that were written to the columns", () => {
  const reader = new FacetReader();
  fc.assert(
    fc.property(arbitraryRecord, (record) => {
      const { bytes, facets } = sealLeaf(record, sha256);
      const { subjectsRoot, ...read } = reader.read(bytes.toString());
      const written = facets.split(UNIT);
      expect(written).toHaveLength(FACETS);
      const { time, kind, department, app, officer, purpose, decision, covert, lifts, rowCount, terms, subjects } =
        read;
      const found = [time, kind, department, app, officer, purpose, decision, covert, lifts, rowCount, terms].map(
        String,
      );
      expect(found).toEqual(written.slice(0, -1));
      const listed = written.at(-1) ?? "";
      if (record.subjects.length <= SUBJECTS_IN_LEAF)
        expect({ subjects, subjectsRoot }).toEqual({ subjects: listed, subjectsRoot: null });
      else expect(subjectsRoot).toBe(listRoot(sha256, listed.split(ENTRY)).toString("base64url"));
    }),
    { numRuns: 300 },
  );
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
])("%s is refused", (_, part) => {
  expect(() => sealLeaf({ ...sampleRecord(), ...part }, sha256)).toThrow(InvalidRecord);
});
