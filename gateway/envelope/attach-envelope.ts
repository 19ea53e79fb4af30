import type { DocumentNode } from "graphql";
import { documentHash, ENVELOPE_HEADER } from "../../schema/envelope/envelope.ts";
import { signEnvelope } from "../../schema/envelope/sign-envelope.ts";
import type { JwtSigner } from "../../schema/jwt/sign-jwt.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { Decision, DecidedRequest } from "../decide/decision.ts";
import { envelopeFor } from "./envelope-for.ts";
import type { HoldsStill } from "../decide/holds-still.ts";

/** Milliseconds after which a cached envelope is signed anew, well before it expires. */
const FRESH = 30_000;
const MOST_CALLERS = 1_000;

type Headers = Readonly<Record<string, string>>;

interface Signed {
  readonly subgraph: string;
  /** When it was signed: a clock that was set back since has it in the future, where no department takes it. */
  readonly signedAt: number;
  freshUntil: number;
  /** A promise until they are signed. */
  headers: Headers | Promise<Headers>;
}

const QUERY = /^\{"query":("(?:[^"\\]|\\.)*")/;
const hashes = new WeakMap<DocumentNode, string>();

/** The hash of a fetch's query text, read from the body as it is sent, once per fetch document. */
const hashOf = (document: DocumentNode, body: string): string => {
  const known = hashes.get(document);
  if (known !== undefined) return known;
  const text: unknown = JSON.parse(QUERY.exec(body)?.[1] ?? "null");
  if (typeof text !== "string") throw new Error("A fetch's body does not begin with its query");
  const hash = documentHash(text);
  hashes.set(document, hash);
  return hash;
};

/** One fetch, as the transport is about to send it. */
interface FetchToSign {
  readonly subgraph: string;
  /** The fetch's own operation; the same node every time. */
  readonly document: DocumentNode;
  /** The JSON text, beginning with `query`. */
  readonly body: string;
}

/** Headers for one fetch under what was decided for its request. */
export type AttachEnvelope = (request: DecidedRequest | undefined, fetch: FetchToSign) => Headers | Promise<Headers>;

/** Nobody, who may read nothing: whom the gateway's own question to a department is from. */
const NOTHING = Object.freeze({
  app: "shali-hub",
  department: "shali-hub",
  officer: null,
  roles: [],
  subject: null,
  enterprise: null,
  purpose: "READINESS",
  grant: "",
  policy: "",
  lines: [],
  keys: new Set<string>(),
});

/** Headers of a question that asks for nothing, to see whether a department takes this gateway's envelopes. */
export function attachProbe({ signer, clock = Date.now }: Pick<EnvelopeOptions, "signer" | "clock">) {
  return async ({ subgraph, document, body }: FetchToSign): Promise<Headers> => ({
    [ENVELOPE_HEADER]: await signEnvelope({ ...NOTHING, document: hashOf(document, body) }, subgraph, signer, clock()),
  });
}

/** One of the doors that departments have for the hub: the text that stands for its question, and the purpose that opens it. */
interface OwnQuestion {
  readonly query: string;
  readonly purpose: string;
}

/** Headers of a question at a door for the hub: an envelope of the hub's own, which opens that one and gives nothing else. */
export function attachOwn({ signer, clock = Date.now }: Pick<EnvelopeOptions, "signer" | "clock">) {
  return async (subgraph: string, { query, purpose }: OwnQuestion): Promise<Headers> => {
    const envelope = { ...NOTHING, purpose, document: documentHash(query) };
    return { [ENVELOPE_HEADER]: await signEnvelope(envelope, subgraph, signer, clock()) };
  };
}

/** The parts that a gateway's envelopes are made with. */
export interface EnvelopeOptions {
  readonly signer: JwtSigner;
  /** Asked before every fetch, so that a revocation in the middle of a run stops the fetches that are left. */
  readonly holdsStill: HoldsStill;
  readonly clock?: () => number;
}

/** The envelopes of one fetch under one decision, by caller as authenticated: a token, and whoever it stands for. */
type Envelopes = Map<Caller, Signed>;

/**
 * Attaches to each fetch the envelope that says what it may read. Cached by (decision, fetch, caller, subgraph) while fresh.
 * Throws, and so fails that fetch alone, for a request without a decision, one whose grant gives less by now, or a fetch that
 * asks for something that was not decided.
 */
export function createAttachEnvelope({ signer, holdsStill, clock = Date.now }: EnvelopeOptions): AttachEnvelope {
  const cache = new WeakMap<Decision, WeakMap<DocumentNode, Envelopes>>();
  const envelopesOf = (decision: Decision, document: DocumentNode): Envelopes => {
    const byDocument = cache.get(decision) ?? new WeakMap<DocumentNode, Envelopes>();
    cache.set(decision, byDocument);
    const envelopes = byDocument.get(document) ?? new Map<Caller, Signed>();
    byDocument.set(document, envelopes);
    return envelopes;
  };
  const sign = (request: DecidedRequest, { subgraph, document, body }: FetchToSign, now: number): Signed => {
    const { decision, caller, catalogue, fieldsOf } = request;
    const envelope = envelopeFor(decision, caller, fieldsOf(document), hashOf(document, body), catalogue);
    const notAfter = Math.min(caller.expiresAt * 1000, decision.grant.validUntil);
    const signing = signEnvelope(envelope, subgraph, signer, now, notAfter).then((token): Headers =>
      Object.freeze({ [ENVELOPE_HEADER]: token }),
    );
    const signed: Signed = { subgraph, signedAt: now, freshUntil: Math.min(now + FRESH, notAfter), headers: signing };
    signing.then(
      (headers) => (signed.headers = headers),
      () => (signed.freshUntil = 0),
    );
    return signed;
  };
  return (request, fetch) => {
    if (!request) throw new Error("Nothing was decided for this request");
    if (!holdsStill(request)) throw new Error("The grant gives less by now");
    const { decision, caller } = request;
    const now = clock();
    const envelopes = envelopesOf(decision, fetch.document);
    const before = envelopes.get(caller);
    if (before?.subgraph === fetch.subgraph && before.signedAt <= now && now < before.freshUntil) return before.headers;
    if (envelopes.size >= MOST_CALLERS) envelopes.clear();
    const signed = sign(request, fetch, now);
    envelopes.set(caller, signed);
    return signed.headers;
  };
}
