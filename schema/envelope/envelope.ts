import { createHash } from "node:crypto";
import type { Outcome } from "../catalog/vocabulary.ts";

/** The outcomes in which a coordinate may be given: DENIED never travels. */
export type EnvelopeOutcome = Exclude<Outcome, "DENIED">;

/** One part of an envelope: its reader, the grants behind it, and the rows within which it holds. */
export interface EnvelopeLine {
  /** The caller's own reading, or a department's that derives a field from it (a second disclosure). */
  readonly consumer: { readonly kind: "caller" } | { readonly kind: "department"; readonly department: string };
  /** Ids of the grants behind it. */
  readonly grants: readonly string[];
  /** Prefixes of division codes; `""` reaches every row, the empty list none. */
  readonly scope: readonly string[];
  /** By concrete coordinate `Type.field`. */
  readonly coordinates: ReadonlyMap<string, EnvelopeOutcome>;
}

/** Envelope (信封): what the gateway signs for one fetch and the subgraph demands. Frozen. */
export interface Envelope {
  readonly app: string;
  readonly department: string;
  readonly officer: string | null;
  /** Roles of the officer, as the register of parties has them; of the token where there is no register. */
  readonly roles: readonly string[];
  /** Pseudonym of the citizen who asks, if one does. */
  readonly subject: string | null;
  /** Unified social credit code of the firm that asks, if one does. */
  readonly enterprise: string | null;
  readonly purpose: string;
  /** Hash of the caller's compiled grant. */
  readonly grant: string;
  /** Version of the catalogue that was decided by. */
  readonly policy: string;
  readonly lines: readonly EnvelopeLine[];
  /** Coordinates of entity keys, which travel between subgraphs for the join's sake; never sensitive. */
  readonly keys: ReadonlySet<string>;
  /** SHA-256 (base64url) of the fetch's query text: the envelope serves no other operation. */
  readonly document: string;
}

/** An envelope as it was received and found valid. */
export interface VerifiedEnvelope extends Envelope {
  /** The subgraph it is for. */
  readonly audience: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Seconds that an envelope may live, at most. */
export const ENVELOPE_LIFETIME = 60;

/** HTTP header that carries it. */
export const ENVELOPE_HEADER = "x-hub-envelope";

/** Issuer of every envelope. */
export const ENVELOPE_ISSUER = "shali-hub-gateway";

/** SHA-256 (base64url) of a fetch's query text, exactly as it is sent. */
export function documentHash(query: string): string {
  return createHash("sha256").update(query).digest("base64url");
}
