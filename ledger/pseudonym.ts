import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { namesPerson } from "../schema/names-person.ts";
import type { DisclosureRecord, Subject } from "./record.ts";

const MIN_KEY_BYTES = 16;
/** The type whose identifier is the citizen number. */
const PERSON = "Person";
/** 128 bits in base64url. */
const PSEUDONYM = /^[A-Za-z0-9_-]{22}$/;

/** True for a text in the form of a pseudonym. */
export function isPseudonym(text: string): boolean {
  return PSEUDONYM.test(text);
}

/** The key in a file: its text without the space around it. @throws RangeError when it is too short to protect anybody. */
export async function pseudonymKeyIn(file: string): Promise<string> {
  const key = (await readFile(file, "utf8")).trim();
  if (Buffer.byteLength(key) < MIN_KEY_BYTES) {
    throw new RangeError(`A pseudonym key has at least ${MIN_KEY_BYTES} bytes, got ${Buffer.byteLength(key)}`);
  }
  return key;
}

/**
 * The one formula of pseudonyms: HMAC-SHA-256, 128 bits in base64url. Of a person over the citizen number in upper case, which gives
 * `Person.id`; of anything else over the JSON of type and identifier, so that equal identifiers of two types are not seen to be equal.
 */
export function pseudonymOfSubject({ type, pseudonym: identifier }: Subject, key: string): string {
  const text = type === PERSON ? identifier.toUpperCase() : JSON.stringify([type, identifier]);
  return createHmac("sha256", key).update(text).digest().subarray(0, 16).toString("base64url");
}

/** The record with its subjects under keyed pseudonyms: for graphs whose objects are keyed by something that tells who it is. */
export function keyedPseudonym(record: DisclosureRecord, key: string): DisclosureRecord {
  const subjects = record.subjects.map((subject) => ({ ...subject, pseudonym: pseudonymOfSubject(subject, key) }));
  return { ...record, subjects };
}

/**
 * A subject as it stands in the log, from "Type:pseudonym". What a record of the search would tell of a person is refused before anything is
 * recorded. @throws RangeError, which does not repeat it
 */
export function parseSubject(text: string): Subject {
  const [, type, pseudonym] = /^([_A-Za-z]\w{0,99}):(\S{1,200})$/.exec(text) ?? [];
  if (type === undefined || pseudonym === undefined) throw new RangeError("a subject is Type:pseudonym");
  if (namesPerson(pseudonym)) throw new RangeError("the subject is given by a citizen number, not by its pseudonym");
  if (type === PERSON && !isPseudonym(pseudonym)) {
    throw new RangeError("a person's pseudonym has 22 characters of base64url");
  }
  return { type, pseudonym };
}
