import { randomFillSync } from "node:crypto";
import { InvalidRecord } from "./errors.ts";
import { facetLine } from "./facets.ts";
import type { DisclosureRecord } from "./record.ts";
import { canonicalText, type Json } from "./tree/canonical.ts";
import type { TreeHasher } from "./tree/hasher.ts";
import { listRoot } from "./tree/list-root.ts";

/** Subjects named in the leaf itself; a longer list leaves a count and a commitment there. */
export const SUBJECTS_IN_LEAF = 100;
/** Subjects of one record at most, wherever they are kept. */
const MAX_SUBJECTS = 20_000;
/** Bytes of a leaf at most. */
const MAX_LEAF_BYTES = 262_144;

/** A record made ready to be written: nothing about it changes any more. */
export interface Leaf {
  /** 128 random bits in base64url: unique, and blinds the leaf's hash, which receipts of neighbours reveal. */
  readonly id: string;
  /** The canonical JSON that is hashed. */
  readonly bytes: Buffer;
  readonly facets: string;
}

const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Seals a record. @throws InvalidRecord when it cannot be a leaf. */
export function sealLeaf(record: DisclosureRecord, hasher: TreeHasher): Leaf {
  assertShape(record);
  const id = randomId();
  const text = leafText(record, id, hasher);
  const facets = facetLine(record);
  // A backslash is the only trace that control characters and lone surrogates leave: the rare case is checked at length.
  if (text.includes("\\")) assertPlain(text);
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length > MAX_LEAF_BYTES) throw new InvalidRecord(`A leaf has at most ${MAX_LEAF_BYTES} bytes`);
  return { id, bytes, facets };
}

/**
 * The canonical JSON of a leaf. JSON.stringify writes keys in the order in which they were set and everything else as
 * RFC 8785 asks; every literal below therefore sets its keys in sorted order (a test compares with the `canonicalize` package).
 */
function leafText(record: DisclosureRecord, id: string, hasher: TreeHasher): string {
  const { subjects, change } = record;
  const bounded = subjects.length <= SUBJECTS_IN_LEAF;
  return JSON.stringify({
    app: record.app,
    argumentCommitments: record.argumentCommitments.map(({ argument, commitment }) => ({ argument, commitment })),
    change: change ? { after: change.after, before: change.before, id: change.id, what: change.what } : null,
    coordinates: record.coordinates.map(({ coordinate, outcome, reason, rows }) =>
      reason === undefined ? { coordinate, outcome, rows } : { coordinate, outcome, reason, rows },
    ),
    covert: record.covert ?? null,
    decision: record.decision,
    department: record.department,
    derived: record.derived.map(({ coordinate, department, inputs }) => ({ coordinate, department, inputs })),
    divisions: record.divisions ?? [],
    grantHash: record.grantHash,
    id,
    kind: record.kind,
    latencyMs: Math.round(record.latencyMs * 1000) / 1000,
    officer: record.officer,
    operationHash: record.operationHash,
    policyVersion: record.policyVersion,
    purpose: record.purpose,
    rowCount: record.rowCount,
    subjectCount: subjects.length,
    subjects: bounded ? subjects.map(({ type, pseudonym }) => ({ pseudonym, type })) : [],
    subjectsRoot: bounded ? null : subjectsRoot(hasher, subjects),
    time: record.time,
    traceId: record.traceId,
    v: 1,
  });
}

function subjectsRoot(hasher: TreeHasher, subjects: DisclosureRecord["subjects"]): string {
  return listRoot(
    hasher,
    subjects.map(({ type, pseudonym }) => `${type}:${pseudonym}`),
  ).toString("base64url");
}

function assertShape(record: DisclosureRecord): void {
  if (!TIME.test(record.time) || Number.isNaN(Date.parse(record.time))) {
    throw new InvalidRecord("A record's time is ISO 8601 in UTC with milliseconds");
  }
  if (!Number.isSafeInteger(record.rowCount) || record.rowCount < 0) throw new InvalidRecord("rowCount is a count");
  if (!Number.isFinite(record.latencyMs)) throw new InvalidRecord("latencyMs is a number of milliseconds");
  if (!record.coordinates.every(({ rows }) => Number.isSafeInteger(rows))) throw new InvalidRecord("rows is a count");
  if (record.subjects.length > MAX_SUBJECTS) throw new InvalidRecord(`A record names at most ${MAX_SUBJECTS} subjects`);
}

function assertPlain(text: string): void {
  try {
    canonicalText(JSON.parse(text) as Json);
  } catch (error) {
    throw new InvalidRecord("A record's strings are well-formed Unicode", { cause: error });
  }
  const escapes = text.replaceAll("\\\\", "");
  if (/\\(?:u00[01]|[bfnrt])/.test(escapes)) throw new InvalidRecord("A record's strings have no control characters");
}

const pool = Buffer.alloc(4096);
let used = pool.length;

function randomId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.toString("base64url", used - 16, used);
}
