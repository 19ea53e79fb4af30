import { hash, randomFillSync } from "node:crypto";
import { InvalidRecord } from "./errors.ts";
import { isPlain, MAX_THOUSANDTHS } from "./canonical-form.ts";
import { COLUMNS, LEAF_GRAMMAR, shapeOf, subjectEntries, TIME, UNIT, type Column } from "./record-fields.ts";
import type { DisclosureRecord, Subject } from "./record.ts";
import type { TreeHasher } from "./tree/hasher.ts";
import { commitmentTo } from "./tree/proof/subject-list.ts";

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
  /** The values of `COLUMNS` as one line of text, separated by U+001F, NULL as nothing: the database splits it. */
  readonly columns: string;
}

const NOT_PLAIN = "A record's strings are well-formed Unicode without control characters";
const WHOLE_TIME = new RegExp(`^${TIME}$`);

/** Callers' words in a leaf, at most, in UTF-16 units: the indexes by them hold some 2,700 bytes. */
const MAX_WORD = 256;
const WORDS = ["app", "department", "officer", "purpose"] as const;

/**
 * Seals a record. Words of callers that are longer than 256 characters stand in the leaf as "sha256:" with their hash: a request that
 * was recorded under them is still found. @throws InvalidRecord when it cannot be a leaf.
 */
export function sealLeaf(given: DisclosureRecord, hasher: TreeHasher): Leaf {
  const record = WORDS.some((word) => isLong(given[word])) ? withBoundedWords(given) : given;
  assertShape(record);
  const bounded = record.subjects.length <= SUBJECTS_IN_LEAF;
  const subjects = bounded ? record.subjects : inOrder(record.subjects);
  const id = randomId();
  // A long list stands in a column only: there nothing else would find what separates its entries.
  if (!bounded && !subjectEntries(subjects).every(isPlain)) throw new InvalidRecord(NOT_PLAIN);
  const leaf = shapeOf(record);
  leaf.id = id;
  leaf.subjectCount = subjects.length;
  if (!bounded) {
    leaf.subjects = [];
    leaf.subjectsRoot = commitmentTo(hasher, subjectEntries(subjects));
  }
  const text = JSON.stringify(leaf);
  // A backslash is the only trace that control characters and lone surrogates leave: the rare case is checked at length.
  if (text.includes("\\") && !LEAF_GRAMMAR.test(text)) {
    throw new InvalidRecord(NOT_PLAIN);
  }
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length > MAX_LEAF_BYTES) throw new InvalidRecord(`A leaf has at most ${MAX_LEAF_BYTES} bytes`);
  return { id, bytes, columns: columnLine(bounded ? record : { ...record, subjects }) };
}

/** In the order of their entries, so that it can be shown of a subject that it is not in a long list. */
function inOrder(subjects: readonly Subject[]): readonly Subject[] {
  const entryOf = (subject: Subject): string => subjectEntries([subject]).join();
  return subjects.toSorted((a, b) => (entryOf(a) < entryOf(b) ? -1 : 1));
}

function isLong(word: string | null): boolean {
  return word !== null && word.length > MAX_WORD;
}

function withBoundedWords(record: DisclosureRecord): DisclosureRecord {
  const bounded = (word: string | null): string | null =>
    word !== null && word.length > MAX_WORD ? `sha256:${hash("sha256", word, "base64url")}` : word;
  const words = Object.fromEntries(WORDS.map((word) => [word, bounded(record[word])]));
  return { ...record, ...words };
}

function columnLine(record: DisclosureRecord): string {
  let line = "";
  for (const column of COLUMNS as readonly Column[]) {
    line += `${line === "" ? "" : UNIT}${String(column.of(record) ?? "")}`;
  }
  return line;
}

function assertShape(record: DisclosureRecord): void {
  if (!WHOLE_TIME.test(record.time) || Number.isNaN(Date.parse(record.time))) {
    throw new InvalidRecord("A record's time is ISO 8601 in UTC with milliseconds");
  }
  if (!Number.isSafeInteger(record.rowCount) || record.rowCount < 0) throw new InvalidRecord("rowCount is a count");
  if (!(Math.abs(record.latencyMs) < MAX_THOUSANDTHS)) throw new InvalidRecord("latencyMs is a number of milliseconds");
  if (!record.coordinates.every(({ rows }) => Number.isSafeInteger(rows))) throw new InvalidRecord("rows is a count");
  if (record.subjects.length > MAX_SUBJECTS) throw new InvalidRecord(`A record names at most ${MAX_SUBJECTS} subjects`);
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
