import { GraphQLError } from "graphql";
import { parseSubject } from "../../ledger/pseudonym.ts";
import type { LoggedRecord, Subject } from "../../ledger/record.ts";
import { eventRecord } from "../../ledger/store/event-record.ts";
import { parseTilePath } from "../../ledger/tree/tile-path.ts";
import { acceptedCaller } from "../authenticate/authenticate.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { Governance } from "../decide/create-governance.ts";
import { hubError } from "../errors.ts";
import type { Grant } from "../grant/compile-grant.ts";
import { caseNumberOf } from "../grant/case-number.ts";
import { demandGrant } from "../grant/grant-step.ts";
import { provenAuditor } from "../grant/proven-auditor.ts";
import type { DisclosureLedger } from "../record/watch-ledger.ts";
import { type HttpAnswer, type HttpRequest, plainAnswer, type Route } from "./http.ts";
import { refusalAnswer } from "./refusal-answer.ts";

/** The log's prefix: `--url` of the ledger's commands. */
const PREFIX = "/ledger/";
const TEXT = "text/plain; charset=utf-8";
const NOTHING = plainAnswer(404, TEXT, "not found\n");

/** The log, and where a reading of it is recorded first. */
type OpenLog = Required<Pick<DisclosureLedger, "append" | "log">>;

/** An auditor of the whole log. */
interface Auditor {
  readonly caller: Caller;
  readonly grant: Grant;
  readonly caseNumber: string | null;
  readonly covert: "shown" | "withheld";
}

const lines = (values: readonly string[]): HttpAnswer =>
  plainAnswer(200, "application/jsonl; charset=utf-8", values.map((value) => `${value}\n`).join(""));

const checkpoint = async ({ log }: OpenLog): Promise<HttpAnswer> => {
  const newest = await log.checkpoint();
  if (newest === null) return NOTHING;
  return { status: 200, headers: { "content-type": TEXT, "cache-control": "no-cache" }, body: newest.note };
};

/** A signed tile never changes: caches may keep it. */
const tile = async ({ log }: OpenLog, path: string): Promise<HttpAnswer> => {
  const part = parseTilePath(path);
  if (part === null || part.level === "entries") return NOTHING;
  const hashes = await log.tile({ level: part.level, index: part.index }, part.width);
  if (hashes === null) return NOTHING;
  const headers = {
    "content-type": "application/octet-stream",
    "cache-control": "public, max-age=31536000, immutable",
  };
  return { status: 200, headers, body: hashes };
};

/** @throws HUB_UNAUTHENTICATED */
const callerOf = async (request: HttpRequest, { authenticator }: Governing): Promise<Caller> =>
  acceptedCaller(await authenticator(request.header("authorization")));

type Governing = Pick<Governance, "authenticator" | "findGrant" | "catalogue">;

/** @throws HUB_UNAUTHENTICATED, HUB_CASE_INVALID, HUB_OFFICER_INACTIVE, HUB_PURPOSE_REQUIRED, HUB_NOT_READY, HUB_AUDITOR_REQUIRED */
const auditorOf = async (request: HttpRequest, governing: Governing): Promise<Auditor> => {
  const asking = await callerOf(request, governing);
  const caseNumber = caseNumberOf(request.header("x-case"));
  const asked = { caller: asking, purpose: request.header("x-purpose"), caseNumber };
  const { caller, grant } = demandGrant(governing, asked, Date.now());
  const proof = provenAuditor(caller, grant, governing.catalogue());
  if (proof.kind === "refused") throw hubError("HUB_AUDITOR_REQUIRED", { reason: proof.reason });
  return { caller, grant, caseNumber, covert: proof.covert };
};

/** Taking records out is a disclosure of its own, durable before the first of them is read. @throws HUB_LEDGER_UNAVAILABLE */
const recordExport = async (
  { append }: OpenLog,
  { caller, grant, caseNumber }: Auditor,
  { id, taken, subjects }: { readonly id: string; readonly taken: object; readonly subjects: readonly Subject[] },
): Promise<void> => {
  const { app, department, officer } = caller;
  const change = { what: "export", id, before: null, after: JSON.stringify(taken) };
  const stated = caseNumber === null ? {} : { caseNumber };
  const by = { app, department, officer, ...stated, purpose: grant.purpose.code, grantHash: grant.hash, subjects };
  try {
    await append(eventRecord("audit-read", change, by));
  } catch {
    throw hubError("HUB_LEDGER_UNAVAILABLE", {});
  }
};

const entries = async (open: OpenLog, auditor: Auditor, path: string): Promise<HttpAnswer> => {
  const part = parseTilePath(path);
  if (part?.level !== "entries") return NOTHING;
  const { index, width } = part;
  if ((await open.log.tile({ level: 0, index }, width)) === null) return NOTHING;
  await recordExport(open, auditor, { id: "range", taken: { kind: "range", tile: index, width }, subjects: [] });
  const found = await open.log.entries(index, width, auditor.covert);
  return found === null ? NOTHING : lines(found.map((entry) => JSON.stringify(entry)));
};

const about = async (open: OpenLog, auditor: Auditor, text: string): Promise<HttpAnswer> => {
  try {
    const subject = parseSubject(text);
    const taken = { kind: "subject", subject: text };
    await recordExport(open, auditor, { id: "subject", taken, subjects: [subject] });
    return lines(await open.log.about(text, auditor.covert));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw hubError("HUB_EXPORT_REFUSED", {
      reason: { en: error.message, zh: "对象以“类型:化名”给出，记录不超过五千条" },
    });
  }
};

/** True when a record tells its reader nothing that was not in the answer that the very same caller got. */
const isOwn = (record: LoggedRecord, id: string, { app, department, officer, ...person }: Caller): boolean =>
  record.id === id &&
  record.app === app &&
  record.department === department &&
  record.officer === officer &&
  [person.subject, person.enterprise].every(
    (own) => own === null || record.subjects.every(({ pseudonym }) => pseudonym === own),
  );

const receipt = async ({ log }: OpenLog, caller: Caller, [, index, id]: readonly string[]): Promise<HttpAnswer> => {
  const record = await log.record(Number(index));
  const found = record !== null && isOwn(record, id ?? "", caller) ? await log.receipt(Number(index)) : null;
  if (found === null) throw hubError("HUB_RECEIPT_UNKNOWN", {});
  return plainAnswer(200, TEXT, found);
};

const answer = async (request: HttpRequest, open: OpenLog, governing: Governing): Promise<HttpAnswer> => {
  const path = request.path.slice(PREFIX.length);
  if (path === "checkpoint") return checkpoint(open);
  if (path.startsWith("tile/")) return tile(open, path.slice("tile/".length));
  if (path.startsWith("entries/")) return entries(open, await auditorOf(request, governing), path);
  if (path === "entries") {
    const auditor = await auditorOf(request, governing);
    return about(open, auditor, new URLSearchParams(request.query).get("subject") ?? "");
  }
  const own = /^receipt\/(\d{1,15})\/([\w-]{22})$/.exec(path);
  return own === null ? NOTHING : receipt(open, await callerOf(request, governing), own);
};

/**
 * The log over HTTP. `GET /ledger/checkpoint` and `/ledger/tile/…` (C2SP tlog-tiles) are for everybody and hold hashes alone.
 * `/ledger/entries/…` (the leaves of a tile) and `/ledger/entries?subject=Type:pseudonym` (a bundle) are for proven auditors, each reading
 * recorded first. `/ledger/receipt/INDEX/ID` is for whoever got that answer, ID being the id that came with it.
 */
export function serveLedger(open: OpenLog, governing: Governing): Route {
  return (request) => {
    const { method, path } = request;
    if (!path.startsWith(PREFIX) || (method !== "GET" && method !== "HEAD")) return undefined;
    return answer(request, open, governing).catch((error: unknown) =>
      refusalAnswer(error instanceof GraphQLError ? error : hubError("HUB_NOT_READY", {})),
    );
  };
}
