import { pseudonymOfSubject } from "../../ledger/pseudonym.ts";

/** Key of the invented demo city, known to everybody. It protects nobody: its people do not exist. */
export const DEMO_PSEUDONYM_KEY = "luohe-demo-city";

const MIN_KEY_BYTES = 16;

/**
 * The city's key, HUB_PSEUDONYM_KEY: who holds it can turn a citizen number into a `Person.id`. The demo's published key has to be stated
 * too, as `npm start` does, and serves no production.
 * @throws Error when there is none, or one that protects nobody; a service that needs it MUST then not start
 */
export function pseudonymKey(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const key = environment["HUB_PSEUDONYM_KEY"] ?? "";
  if (key === DEMO_PSEUDONYM_KEY && environment["NODE_ENV"] !== "production") return key;
  if (key !== DEMO_PSEUDONYM_KEY && Buffer.byteLength(key) >= MIN_KEY_BYTES) return key;
  const got = key === "" ? "nothing" : key === DEMO_PSEUDONYM_KEY ? "the demo's" : `${Buffer.byteLength(key)} bytes`;
  throw new Error(
    `HUB_PSEUDONYM_KEY: expected the city's own key of at least ${MIN_KEY_BYTES} bytes, under which the departments' Person.id were made; got ${got}`,
  );
}

/**
 * `Person.id`: a keyed pseudonym of a citizen number, the only name of a person that travels between departments.
 * The ledger's formula, so that what the log says of a person is found. @returns 22 characters of base64url
 */
export function pseudonymOf(citizenNumber: string, key: string): string {
  return pseudonymOfSubject({ type: "Person", pseudonym: citizenNumber }, key);
}
