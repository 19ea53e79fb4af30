import { createHmac } from "node:crypto";
import type { ArgumentCommitment } from "../../ledger/record.ts";
import { randomText } from "../release/random-text.ts";

/**
 * Salted commitments to an operation's variables: whoever knows the salt and the value can prove what was asked, nobody
 * can read it from the log. The salt is drawn per request and returned to the caller with the receipt.
 */
export const commitArguments = (
  variables: Readonly<Record<string, unknown>>,
  salt: string = randomText(16, "base64url"),
): { readonly salt: string; readonly commitments: readonly ArgumentCommitment[] } => ({
  salt,
  commitments: Object.keys(variables)
    .sort()
    .map((argument) => ({
      argument,
      commitment: createHmac("sha256", Buffer.from(salt, "base64url"))
        .update(JSON.stringify([argument, variables[argument] ?? null]))
        .digest("base64url"),
    })),
});
