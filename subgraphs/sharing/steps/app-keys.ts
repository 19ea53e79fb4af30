import { LONGEST_JWKS, MOST_APP_KEYS, readAppKeys, thumbprintOf, type AppKey } from "../../../schema/app-keys.ts";
import { Malformed } from "../../../schema/parse.ts";
import { invalid } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { document, formed, list, type Argument } from "../workflow/arguments.ts";

const text = document(
  "应用公钥（JWKS，RFC 7517）：Ed25519、P-256、SM2 或 RSA，至多 5 个；空集即收回全部",
  LONGEST_JWKS,
);

const jsonOf = (value: string): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
};

/** The public keys of an app, as the text of a JWKS. */
export const jwks: Argument<readonly AppKey[]> = Object.freeze({
  ...text,
  read: (name: string, value: unknown) => {
    try {
      return readAppKeys(jsonOf(text.read(name, value)), name);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      throw invalid(error.where, error.problem, "应为公钥的 JWKS，不得含私钥、对称密钥与重复的密钥");
    }
  },
});

/** Keys by their thumbprints. */
export const thumbprints: Argument<readonly string[]> = list(
  formed("公钥指纹", /^[\w-]{43}$/, {
    en: "a thumbprint of 43 characters (RFC 7638)",
    zh: "43 个字符的指纹（RFC 7638）",
  }),
  "待确认的全部公钥的指纹（RFC 7638，SHA-256）",
  MOST_APP_KEYS,
);

/** Keys as a row of the register holds them. @throws Malformed for a row that somebody else wrote */
export const keysIn = (stored: unknown): readonly AppKey[] => readAppKeys({ keys: stored ?? [] });

/** The keys that another administrator has to confirm before all that are proposed are in force. */
export function waitingKeys(row: { readonly keys: unknown; readonly proposedKeys: unknown }): readonly string[] {
  const held = new Set(keysIn(row.keys).map(thumbprintOf));
  return keysIn(row.proposedKeys)
    .map(thumbprintOf)
    .filter((key) => !held.has(key));
}

/** Keys as Prisma writes them. */
export const stored = (keys: readonly AppKey[]): Prisma.InputJsonArray => keys.map((key) => ({ ...key }));

/**
 * What registering an app with these keys writes: a key that is left out is out of force at once, one that is new waits for another
 * administrator.
 */
export function registeredKeys(held: readonly AppKey[], wanted: readonly AppKey[], proposer: string) {
  const [before, after] = [new Set(held.map(thumbprintOf)), new Set(wanted.map(thumbprintOf))];
  const isWaiting = [...after].some((key) => !before.has(key));
  return {
    keys: stored(held.filter((key) => after.has(thumbprintOf(key)))),
    proposedKeys: isWaiting ? stored(wanted) : Prisma.DbNull,
    keysProposedBy: isWaiting ? proposer : null,
  };
}
