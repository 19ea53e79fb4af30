import { createHmac, randomBytes } from "node:crypto";
import type { ArgumentCommitment } from "../../ledger/record.ts";

/**
 * Salted commitments to an operation's variables: whoever knows the salt and the value can prove what was asked, nobody
 * can read it from the log. The salt is drawn per request and returned to the caller with the receipt.
 */
export const commitArguments = (
  variables: Readonly<Record<string, unknown>>,
  salt: Buffer = randomBytes(16),
): { readonly salt: string; readonly commitments: readonly ArgumentCommitment[] } => ({
  salt: salt.toString("base64url"),
  commitments: Object.keys(variables)
    .sort()
    .map((argument) => ({
      argument,
      commitment: createHmac("sha256", salt)
        .update(JSON.stringify([argument, variables[argument] ?? null]))
        .digest("base64url"),
    })),
});
