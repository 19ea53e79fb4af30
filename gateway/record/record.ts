import { createHmac } from "node:crypto";
import type { DisclosureRecord, ArgumentCommitment } from "../../ledger/record.ts";
import { type Answer, refused } from "../answer.ts";
import { isStillGranted } from "../decide/still-granted.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";
import type { AskedAbout } from "./asked-about.ts";
import { type AnsweredOperation, disclosureOf, recordsOfQuestions } from "./disclosure.ts";
import { usesOf, type OperationUse } from "./grant-use.ts";
import type { WatchedLedger } from "./watch-ledger.ts";
import { randomText } from "../release/random-text.ts";

/**
 * Salted commitments to an operation's variables and literals: whoever knows the salt and the value can prove what was asked,
 * nobody can read it from the log. The salt is drawn per request and returned to the caller with the receipt.
 */
const commitArguments = (
  variables: Readonly<Record<string, unknown>>,
  literals: AskedAbout["literals"],
  salt: string,
): readonly ArgumentCommitment[] =>
  [...Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1)), ...literals].map(
    ([argument, value]) => ({
      argument,
      commitment: createHmac("sha256", Buffer.from(salt, "base64url"))
        .update(JSON.stringify([argument, value ?? null]))
        .digest("base64"),
    }),
  );

/** In place of a purpose that no grant is for: the caller's text is committed to like an argument, under this name. */
const UNKNOWN = "unknown";
const PURPOSE = "x-purpose";

/** A purpose as it is kept: the code of one that a grant is for; null for none. */
const purposeIn = ({ hub }: Exchange, purpose: string | null): string | null => {
  const stated = purpose?.trim() ?? "";
  if (stated === "") return null;
  return hub.governance?.knowsPurpose(stated) === true ? stated : UNKNOWN;
};

/** A name that its caller may have made of a number or a text that tells who was asked about: its place is recorded. */
const UNTELLING = /^(?!.*\d{6})\w{1,64}$/;

/**
 * The values that were sent for the operation's own variables, and the defaults of those that were not: names that it does not declare
 * are nobody's to record.
 */
const declaredIn = ({ operation, asked, variables }: Exchange): Readonly<Record<string, unknown>> => {
  const given: Readonly<Record<string, unknown>> = { ...variables, ...asked?.variables };
  const names = (operation?.node.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const sent = names.map((name, at) => ({ name, recorded: UNTELLING.test(name) ? name : `#${at + 1}` }));
  return Object.fromEntries(
    sent.filter(({ name }) => Object.hasOwn(given, name)).map(({ name, recorded }) => [recorded, given[name]]),
  );
};

const NOTHING: AskedAbout = Object.freeze({ literals: [], subjects: [] });

/** What stands in the document itself, and whom it asks about. */
const askedIn = ({ hub, operation, variables = {} }: Exchange): AskedAbout =>
  operation && hub.governance ? hub.governance.askedAbout(operation, variables) : NOTHING;

/** Subjects that a reduced record names at most, as many as any record may. */
const MOST_SUBJECTS = 20_000;

/** The record of a failure that names who was looked at and nothing else that a caller could have made too large. */
const reduced = (record: DisclosureRecord): DisclosureRecord => ({
  ...record,
  kind: "failure",
  decision: "FAILED",
  coordinates: [],
  derived: [],
  argumentCommitments: [],
  subjects: record.subjects.slice(0, MOST_SUBJECTS),
});

/** Appends a record; one that cannot be a leaf is appended reduced, and nothing leaves: whatever was fetched is recorded. */
const append = async (ledger: WatchedLedger, own: DisclosureRecord) => {
  try {
    return await ledger.append(own);
  } catch (error) {
    if ((error as { code?: unknown }).code === "LEDGER_INVALID_RECORD") await ledger.append(reduced(own));
    throw error;
  }
};

/** The records of one answer: those of the questions in it first, its own last. undefined for nobody's. */
const recordsOf = (exchange: Exchange, { errors }: Answer) => {
  const { caller, decided, observation, trace, isDryRun, onDenied } = exchange;
  if (caller === undefined) return undefined;
  const salt = randomText(16, "base64url");
  const purpose = purposeIn(exchange, exchange.purpose);
  const freely = purpose === UNKNOWN ? { [PURPOSE]: exchange.purpose?.trim() } : {};
  const failed = errors.length > 0;
  const asked = askedIn(exchange);
  const answered: AnsweredOperation = {
    caller,
    decision: decided?.decision,
    observation,
    purpose,
    caseNumber: exchange.grantInForce?.caseNumber ?? null,
    agent: exchange.request.agent,
    operationHash: exchange.operation?.hash ?? null,
    operationId: exchange.registered?.id ?? null,
    isExport: exchange.isExport,
    traceId: trace.traceId,
    dryRun: isDryRun,
    failed,
    rejected: failed && onDenied === "reject" && decided !== undefined,
    argumentCommitments: commitArguments({ ...declaredIn(exchange), ...freely }, asked.literals, salt),
    asked: asked.subjects,
    now: Date.now(),
    latencyMs: performance.now() - exchange.started,
  };
  const questions = recordsOfQuestions(exchange.questions, answered, (asked) => purposeIn(exchange, asked));
  // A request that only asks the hub about its rules is what it asks.
  const own = (decided === undefined ? questions.pop() : undefined) ?? disclosureOf(answered);
  return { salt, questions, own };
};

const operationUse = ({ caller, registered }: Exchange, now: number): OperationUse | undefined =>
  caller && registered && { app: caller.app, id: registered.id, at: new Date(now) };

const withReceipt = (answer: Answer, receipt: object): Answer => {
  const sharing = answer.extensions?.["sharing"] as object | undefined;
  return { ...answer, extensions: { ...answer.extensions, sharing: { ...sharing, receipt } } };
};

const released = async (exchange: Exchange, answer: Answer, ledger: WatchedLedger): Promise<Answer> => {
  const records = answer.isPublic === true ? undefined : recordsOf(exchange, answer);
  if (records === undefined) return answer;
  try {
    for (const question of records.questions) await append(ledger, question);
    const { kind } = records.own;
    const grant = kind === "disclosure" || kind === "audit-read" ? exchange.decided?.decision.grant : undefined;
    const stating = grant && ledger.stateGround?.(grant);
    if (stating) await stating;
    const { index, id, promise } = await append(ledger, records.own);
    const receipt = { index, id, salt: records.salt, promise };
    if (!isStillGranted(exchange)) {
      exchange.refusedBy ??= record.name;
      return withReceipt(refused(hubError("HUB_NO_GRANT", { purpose: exchange.purpose?.trim() ?? "" })), receipt);
    }
    const now = Date.now();
    ledger.used?.(usesOf(exchange.decided?.decision, exchange.observation, now), operationUse(exchange, now));
    return withReceipt(answer, receipt);
  } catch {
    exchange.refusedBy ??= record.name;
    return refused(hubError("HUB_LEDGER_UNAVAILABLE", {}));
  }
};

/**
 * Release after record: the answer to an authenticated caller leaves only when its record is durable, denials, failures
 * and dry runs included. When it is not, the request fails with HUB_LEDGER_UNAVAILABLE and nothing of it leaves. A grant
 * that ended while the record was written holds the answer back too: the log then says more than was given, never less.
 * Requests of nobody are refused without data and leave their trace in the log only, so that strangers cannot fill the ledger;
 * the schema is the same for every caller and nobody's data, so that reading it leaves none either.
 */
export function record(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { ledger } = exchange.hub;
  const answer = next(exchange);
  if (!ledger) return answer;
  return answer instanceof Promise
    ? answer.then((settled) => released(exchange, settled, ledger))
    : released(exchange, answer, ledger);
}
