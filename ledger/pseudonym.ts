import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { DisclosureRecord, Subject } from "./record.ts";

const MIN_KEY_BYTES = 16;

/** The key in a file: its text without the space around it. @throws RangeError when it is too short to protect anybody. */
export async function pseudonymKeyIn(file: string): Promise<string> {
  const key = (await readFile(file, "utf8")).trim();
  if (Buffer.byteLength(key) < MIN_KEY_BYTES) {
    throw new RangeError(`A pseudonym key has at least ${MIN_KEY_BYTES} bytes, got ${Buffer.byteLength(key)}`);
  }
  return key;
}

/**
 * The pseudonym of an identifier: HMAC-SHA-256 over type and identifier, 128 bits in base64url. The type is part of it, so that equal
 * identifiers of a person and a firm are not seen to be equal.
 */
export function pseudonymOfSubject({ type, pseudonym: identifier }: Subject, key: string): string {
  const text = JSON.stringify([type, identifier]);
  return createHmac("sha256", key).update(text).digest().subarray(0, 16).toString("base64url");
}

/** The record with its subjects under keyed pseudonyms: for graphs whose objects are keyed by something that tells who it is. */
export function keyedPseudonym(record: DisclosureRecord, key: string): DisclosureRecord {
  const subjects = record.subjects.map((subject) => ({ ...subject, pseudonym: pseudonymOfSubject(subject, key) }));
  return { ...record, subjects };
}
