import type { JWTPayload } from "jose";
import * as v from "valibot";
import { DIVISION_CODE } from "../../schema/catalog/divisions.ts";
import { list, parse, partOf, rule } from "../../schema/parse.ts";
import type { Caller } from "./caller.ts";

/** An identifier: what is revoked, granted or counted by it has one spelling only, so no space may surround it. */
const identifier = () => {
  const expected = "text of 1 to 256 characters without control characters or spaces around it";
  return v.pipe(v.string(expected), v.regex(/^(?!\s)[^\p{Cc}]{1,256}(?<!\s)$/u, expected));
};

const DIVISION = "a division code of 2, 4, 6, 9, 12 or 15 digits";
const CREDIT = "a unified social credit code of 18 characters";
const SECONDS = "seconds since 1970";

const CLAIMS = v.pipe(
  partOf({
    app: identifier(),
    department: identifier(),
    officer: v.optional(identifier()),
    division: v.optional(v.pipe(v.string(DIVISION), v.regex(DIVISION_CODE, DIVISION))),
    roles: v.optional(list(identifier(), "a list of roles"), []),
    subject: v.optional(identifier()),
    enterprise: v.optional(v.pipe(v.string(CREDIT), v.regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, CREDIT))),
    jti: v.optional(identifier()),
    app_key: v.optional(identifier()),
    exp: v.pipe(v.number(SECONDS), v.safeInteger(SECONDS), v.minValue(0, SECONDS)),
  }),
  rule(({ officer, subject, enterprise }) => {
    const somebody = [officer, subject, enterprise].filter((one) => one !== undefined);
    return somebody.length > 1
      ? { at: [], expected: "an officer, a citizen or a firm, one of them", got: {} }
      : undefined;
  }),
);

/** Claims are personal: a message tells their kind, never their value. */
const BOUNDARY = { code: "HUB_UNAUTHENTICATED", quotes: false };

/**
 * A caller from a verified token's claims: `app` and `department` are required, `officer`, `division`, `roles`, `subject`
 * (a citizen's pseudonym, not the registered claim `sub`), `enterprise` (a firm's credit code), `jti` and `app_key` optional. A token is for
 * one of the three: an officer, a citizen or a firm.
 * @param contentHash the token's id where it carries no `jti`
 * @throws Malformed for a claim that is missing or malformed: a malformed claim is never taken for an absent one
 */
export function callerFromClaims(payload: JWTPayload, contentHash: string): Caller {
  const read = parse(CLAIMS, payload, "claims", BOUNDARY);
  const { app, department, officer, division, roles, subject, enterprise, jti, exp, app_key: appKey } = read;
  return Object.freeze({
    app,
    department,
    officer: officer ?? null,
    division: division ?? null,
    roles: Object.freeze(roles),
    subject: subject ?? null,
    enterprise: enterprise ?? null,
    tokenId: jti ?? contentHash,
    ...(appKey !== undefined && { appKey }),
    expiresAt: exp,
  });
}
