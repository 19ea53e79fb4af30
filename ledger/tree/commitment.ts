import { createHmac } from "node:crypto";
import { canonicalText, type Json } from "./canonical.ts";

/** What opens one commitment: shown to a court or an auditor, never kept in the log. */
export interface Opening {
  readonly argument: string;
  readonly value: Json;
  /** 32 bytes, hexadecimal. */
  readonly salt: string;
}

/**
 * The salt of one argument of one request, derived from a secret that stays with the gateway: unguessable without it, and
 * derivable again when a commitment has to be opened.
 */
export function argumentSalt(secret: Buffer, traceId: string, argument: string): string {
  return createHmac("sha256", secret)
    .update(canonicalText([traceId, argument]))
    .digest("hex");
}

/** A commitment that hides the value and binds to it: HMAC-SHA256(salt, JCS([argument, value])), in base64url. */
export function commitTo({ argument, value, salt }: Opening): string {
  return createHmac("sha256", Buffer.from(salt, "hex"))
    .update(canonicalText([argument, value]))
    .digest("base64url");
}
