import type { JWTPayload } from "jose";

import type { Caller } from "./caller.ts";

const text = (payload: JWTPayload, name: string): string | null => {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  return typeof value === "string" && value.trim() !== "" && value.length <= 256 ? value : null;
};

/**
 * A caller from a verified token's claims: `app` and `department` are required, `officer`, `division`, `roles` and `subject`
 * (a citizen's pseudonym, not the registered claim `sub`) optional. undefined when a required claim is missing or no text.
 */
export const callerFromClaims = (payload: JWTPayload, tokenId: string): Caller | undefined => {
  const [app, department] = [text(payload, "app"), text(payload, "department")];
  if (app === null || department === null || payload.exp === undefined) return undefined;
  const roles = Object.hasOwn(payload, "roles") ? payload["roles"] : undefined;
  return Object.freeze({
    app,
    department,
    officer: text(payload, "officer"),
    division: text(payload, "division"),
    roles: Object.freeze(Array.isArray(roles) ? roles.filter((role): role is string => typeof role === "string") : []),
    subject: text(payload, "subject"),
    tokenId,
    expiresAt: payload.exp,
  });
};
