import type { JSONWebKeySet } from "jose";
import { keySetOf } from "../jwt/key-set.ts";
import { documentHash, type VerifiedEnvelope } from "./envelope.ts";
import { verifyEnvelope, type EnvelopeResult } from "./verify-envelope.ts";

const MOST = 2_000;

/** Checks envelopes for one subgraph. */
export interface EnvelopeVerifier {
  /** `query` is the request's query text as received; an envelope for another text is refused. */
  readonly verify: (token: string | null | undefined, query: string) => Promise<EnvelopeResult>;
}

/**
 * A verifier for one subgraph, which holds the gateway's public keys only. Signatures are checked once per token (at most
 * 2,000 are remembered, never beyond their expiry); the query is compared every time.
 */
export function createEnvelopeVerifier(
  keys: JSONWebKeySet,
  audience: string,
  clock: () => number = Date.now,
): EnvelopeVerifier {
  const ours = keySetOf(keys);
  const known = new Map<string, VerifiedEnvelope>();
  const check = async (token: string | null | undefined): Promise<EnvelopeResult> => {
    const remembered = token === null || token === undefined ? undefined : known.get(token);
    if (remembered) {
      if (clock() < remembered.expiresAt * 1000) return { kind: "valid", envelope: remembered };
      known.delete(token ?? "");
      return { kind: "refused", reason: "EXPIRED" };
    }
    const result = await verifyEnvelope(token, { keys: ours, audience, now: clock() });
    if (result.kind === "valid" && typeof token === "string") {
      const oldest = known.size >= MOST ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      known.set(token, result.envelope);
    }
    return result;
  };
  return {
    verify: async (token, query) => {
      const result = await check(token);
      if (result.kind === "valid" && result.envelope.document !== documentHash(query)) {
        return { kind: "refused", reason: "WRONG_DOCUMENT" };
      }
      return result;
    },
  };
}
