import { createHmac } from "node:crypto";

/**
 * Key of the invented demo city. It protects nobody: its people do not exist.
 * A real city sets HUB_PSEUDONYM_KEY and guards it; who holds the key can turn a citizen number into a `Person.id`.
 */
export const DEMO_PSEUDONYM_KEY = "luohe-demo-city";

/** The key in force; outside the demo it comes from HUB_PSEUDONYM_KEY. */
export function pseudonymKey(): string {
  return process.env["HUB_PSEUDONYM_KEY"] ?? DEMO_PSEUDONYM_KEY;
}

/**
 * `Person.id`: a keyed pseudonym of a citizen number, the only name of a person that travels between departments.
 * @returns 22 characters of base64url (128 bits of HMAC-SHA-256)
 */
export function pseudonymOf(citizenNumber: string, key: string): string {
  return createHmac("sha256", key).update(citizenNumber.toUpperCase()).digest().subarray(0, 16).toString("base64url");
}
