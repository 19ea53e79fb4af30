import { pseudonymOfSubject } from "../../ledger/pseudonym.ts";

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
 * The ledger's formula, so that what the log says of a person is found. @returns 22 characters of base64url
 */
export function pseudonymOf(citizenNumber: string, key: string): string {
  return pseudonymOfSubject({ type: "Person", pseudonym: citizenNumber }, key);
}
