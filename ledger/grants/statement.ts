import { createHash } from "node:crypto";
import { canonicalText, type Json } from "../canonical-form.ts";
import type { DisclosureRecord, LoggedRecord } from "../record.ts";
import type { NoteVerifier } from "../tree/note.ts";
import { ed25519Signer } from "../tree/key.ts";

/** The word of the sharing service on one grant, or on one entry of the register of parties: its content from a moment on. */
export interface Statement {
  readonly matter: "grant" | "party";
  /** `G12`; the identifier of a party. */
  readonly id: string;
  /** `contentHash` of the grant, or `partyHash`; null: nobody may read by the grant. */
  readonly hash: string | null;
  /** Time of the step that made it so: ISO 8601, UTC, milliseconds. Of two statements the later one holds. */
  readonly time: string;
}

/** Hash of a grant's content, as gateways read it: SHA-256 (hex) of its canonical JSON (RFC 8785). */
export function contentHash(document: unknown): string {
  return createHash("sha256")
    .update(canonicalText(document as Json))
    .digest("hex");
}

/** Everything that the register of parties says under one identifier; null where it has no officer, app or department of that name. */
export interface PartyContent {
  readonly officer: { readonly department: string; readonly roles: readonly string[] } | null;
  readonly app: {
    readonly department: string;
    readonly onDenied: string;
    readonly origins: readonly string[];
    /** Public keys by which the app proves who it is; an entry from before there were any is one without. */
    readonly keys?: readonly object[];
    /** Operations of the app in force, each by the hash of its text and of what was approved of it, likewise. */
    readonly operations?: readonly { readonly id: string; readonly pinned: string }[];
  } | null;
  readonly department: { readonly area: string } | null;
}

/** `contentHash` of a party's entry. The order of roles and of operations says nothing. */
export function partyHash(id: string, { officer, app, department }: PartyContent): string {
  const inOrder = officer && { department: officer.department, roles: [...officer.roles].sort() };
  const { keys = [], operations = [], ...entry } = app ?? {};
  const told = {
    ...entry,
    ...(keys.length > 0 && { keys }),
    ...(operations.length > 0 && { operations: [...operations].sort((a, b) => (a.id < b.id ? -1 : 1)) }),
  };
  return contentHash({ id, officer: inOrder, app: app && told, department });
}

/** The grant by which every registered app reaches the workflow itself. It is given by rule, reaches no row, and is in no statement. */
function workflowAccess(app: string): object {
  return {
    id: `sharing:${app}`,
    consumer: { app },
    purpose: { code: "DATA_SHARING", name: "政务数据共享管理", basis: "政务数据共享条例" },
    validFrom: "2025-08-01T00:00:00Z",
    validTo: "9999-12-31T00:00:00Z",
    rowScope: [],
    items: {},
  };
}

/** True for the rule's grant of workflow access to one app, by its id and content. */
export function isWorkflowAccess(grant: string, hash: string): boolean {
  const app = /^sharing:(.+)$/.exec(grant)?.[1];
  return app !== undefined && contentHash(workflowAccess(app)) === hash;
}

const textOf = ({ matter, id, hash, time }: Statement): string =>
  `shali-hub ${matter} statement v1\n${id}\n${hash ?? "none"}\n${time}\n`;

/** Signs statements; the signature stands in the leaf of the step, as `<key id>:<base64>`. */
export type SignStatement = (statement: Statement) => string;

/** Signs with the sharing service's secret line. @throws SyntaxError when the line is not an Ed25519 key */
export function statementSigner(secretLine: string): SignStatement {
  const signer = ed25519Signer(secretLine);
  return (statement) => `${signer.keyId.toString("hex")}:${signer.sign(textOf(statement)).toString("base64")}`;
}

/** The part of a step's record that states a grant, or a party. */
export function statedIn(statement: Statement, sign: SignStatement): Pick<DisclosureRecord, "grantHash" | "signature"> {
  return { grantHash: statement.hash, signature: sign(statement) };
}

/** The matter that a signed record of a kind states. */
const MATTERS: Readonly<Partial<Record<LoggedRecord["kind"], Statement["matter"]>>> = {
  "grant-change": "grant",
  workflow: "party",
};

/** The statement that a leaf makes; undefined without one, or when none of the keys has signed it. */
export function readStatement(
  { kind, change, grantHash, time, signature }: LoggedRecord,
  verifiers: readonly NoteVerifier[],
): Statement | undefined {
  const matter = MATTERS[kind];
  if (matter === undefined || change === null || signature === undefined) return undefined;
  const [keyId, base64 = ""] = signature.split(":");
  const statement = { matter, id: change.id, hash: grantHash, time };
  const isSigned = verifiers.some(
    (verifier) =>
      verifier.keyId.toString("hex") === keyId && verifier.verify(textOf(statement), Buffer.from(base64, "base64")),
  );
  return isSigned ? statement : undefined;
}
