import { HASH_BYTES } from "../tree/hasher.ts";
import { BUNDLE_FORMAT, type BundleHeader, type ProvenRecord, type RangeRecord } from "./bundle.ts";

/** A line that no exporter writes. The message says of which kind. */
export class MalformedLine extends Error {
  override readonly name = "MalformedLine";
}

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const text: Check = (value) => typeof value === "string";
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const hash: Check = (value) =>
  typeof value === "string" && /^[A-Za-z0-9+/]{43}=$/.test(value) && hashIn(value).length === HASH_BYTES;
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const COMMON: Shape = {
  format: (value) => value === BUNDLE_FORMAT,
  origin: text,
  hash: (value) => value === "sha256" || value === "sm3",
  checkpoint: text,
  kind: text,
};
const subject: Check = (value) => typeof value === "string" && /^[^:]+:./.test(value);
/** The fields of each kind's header, in its order, behind what all have. */
const KINDS: Readonly<Record<string, Shape>> = {
  range: { from: count, to: count, left: listOf(hash), right: listOf(hash) },
  subject: { subject, records: count },
  mention: { subject, index: count, mentioned: (value) => typeof value === "boolean" },
};
const entry: Shape = { at: count, entry: text, path: listOf(hash) };
const PROVEN: Shape = { index: count, leaf: text, proof: listOf(hash) };

/** The bytes of a hash that was checked. */
export function hashIn(base64: string): Buffer {
  return Buffer.from(base64, "base64");
}

/** Reads a header. Every field is there, none else, each of its form. @throws MalformedLine */
export function readHeader(line: string): BundleHeader {
  const header = parsed(line);
  const kind =
    typeof header["kind"] === "string" && Object.hasOwn(KINDS, header["kind"]) ? KINDS[header["kind"]] : undefined;
  if (header["format"] !== BUNDLE_FORMAT) throw new MalformedLine("not an evidence bundle of this format");
  if (kind === undefined) throw new MalformedLine("a bundle of an unknown kind");
  if (!has(header, { ...COMMON, ...kind })) throw new MalformedLine("the header is not as its kind has it");
  return header as unknown as BundleHeader;
}

/** Reads a line of a range. @throws MalformedLine */
export function readRangeRecord(line: string): RangeRecord {
  const record = parsed(line);
  if (has(record, { index: count, leaf: text }) || has(record, { index: count, hash })) {
    return record as unknown as RangeRecord;
  }
  throw new MalformedLine("not a record of a range");
}

/** Reads a line of a bundle about a subject. @throws MalformedLine */
export function readProvenRecord(line: string): ProvenRecord {
  const record = parsed(line);
  const listed = listOf((value) => isObject(value) && has(value, entry));
  if (has(record, PROVEN) || has(record, { ...PROVEN, listed })) return record as unknown as ProvenRecord;
  throw new MalformedLine("not a record with its proof");
}

/** @throws MalformedLine unless it is an object as JSON.stringify writes it: no key twice, no other spelling of a number */
function parsed(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new MalformedLine("not an evidence bundle");
  }
  if (!isObject(value) || JSON.stringify(value) !== line) throw new MalformedLine("not an evidence bundle");
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function has(value: Readonly<Record<string, unknown>>, shape: Shape): boolean {
  const keys = Object.keys(shape);
  return Object.keys(value).join() === keys.join() && keys.every((key) => shape[key]?.(value[key]) === true);
}
