import { GraphQLError } from "graphql";
import type { Answer } from "../answer.ts";
import { authenticate } from "../authenticate/authenticate.ts";
import type { Caller } from "../authenticate/caller.ts";
import { applyLink } from "../decide/apply-link.ts";
import { decide } from "../decide/decide.ts";
import type { DecidedRequest } from "../decide/decision.ts";
import { denialError } from "../decide/denial-error.ts";
import { hubError } from "../errors.ts";
import { Exchange, type Hub } from "../exchange.ts";
import { FIRM } from "../execute/write/own-firm.ts";
import type { SentOperation } from "../front/asked-operation.ts";
import { readAsked } from "../front/asked-operation.ts";
import type { HttpRequest } from "../front/http.ts";
import { askedAgain } from "../front/in-process.ts";
import { readBody } from "../front/read-body.ts";
import { grant } from "../grant/grant-step.ts";
import { inScope } from "../grant/row-scope.ts";
import { bound } from "../limit/bound.ts";
import { rate } from "../limit/rate.ts";
import { readDocument } from "../operation/read-document.ts";
import { Refusal } from "../refusal.ts";
import { tellRequest } from "../release/tell-request.ts";
import { startTrace } from "../release/trace.ts";
import { compose, type Next } from "../step.ts";
import type { EventType, HubEvent } from "./hub-event.ts";
import type { EventFilter, ReadSubscriptions } from "./read-subscription.ts";

/** A subscription as it was sent: the same at every event. */
export interface Subscribing {
  readonly sent: SentOperation;
  /** Of the request that opened the stream. */
  readonly header: HttpRequest["header"];
  readonly onGone: HttpRequest["onGone"];
}

/** What comes of opening a stream. */
export type Opening =
  | {
      readonly kind: "open";
      readonly type: EventType;
      readonly caller: Caller;
      /** False for an event that it did not ask for: nothing need be looked at for it. */
      readonly wants: (event: HubEvent) => boolean;
    }
  | { readonly kind: "refused"; readonly answer: Answer };

/** What comes of an event on a stream. */
type Outcome =
  /** The subscriber is given the row. */
  | { readonly kind: "told"; readonly answer: Answer }
  /** Nothing is the subscriber's to know. */
  | { readonly kind: "silent" }
  /** Nobody can tell at present. */
  | { readonly kind: "later" }
  /** The stream has ended, for the reasons in the answer. */
  | { readonly kind: "over"; readonly answer: Answer };

/** Streams of one supergraph, as its pipeline answers them. None of these rejects. */
export interface AskAtEvent {
  /** Looks at who asks and what would be given, as a dry run that is recorded. */
  readonly open: (subscribing: Subscribing) => Promise<Opening>;
  /** Asks the subscription's question anew, as an ordinary request under the grants of now. */
  readonly tell: (subscribing: Subscribing, event: HubEvent) => Promise<Outcome>;
  /** Looks whether the stream may stay open, without asking anybody. */
  readonly stays: (subscribing: Subscribing) => Promise<Outcome>;
}

/** Codes with which a later attempt may have another end. */
const PASSING =
  /^(?:HUB_SUBGRAPH_\w+|HUB_NOT_READY|HUB_LEDGER_UNAVAILABLE|HUB_LIMITS_UNAVAILABLE|HUB_RATE_LIMITED|HUB_PLANNING_FAILED|HUB_INTERNAL|HUB_SEAL_\w+|HUB_ANSWER_UNSEALED)$/;

/** Codes that say that a row is not the subscriber's to see. */
const HIDING = new Set(["HUB_FIELD_DENIED", "OUT_OF_SCOPE", "HUB_NO_GRANT"]);

const codeOf = ({ extensions }: GraphQLError): string => {
  const code: unknown = extensions["code"];
  return typeof code === "string" ? code : "";
};

const isPassing = (answer: Answer): boolean => answer.errors.some((error) => PASSING.test(codeOf(error)));

const isHidden = (answer: Answer): boolean => answer.errors.every((error) => HIDING.has(codeOf(error)));

/** The request that is made at an event. */
const requestOf = (subscribing: Subscribing, question: object, isDryRun: boolean): HttpRequest =>
  askedAgain(subscribing, question, isDryRun ? { "x-dry-run": "true" } : {});

const SILENT: Outcome = Object.freeze({ kind: "silent" });
const over = (answer: Answer): Outcome => ({ kind: "over", answer });
const refused = (answer: Answer): Opening => ({ kind: "refused", answer });

const NOTHING: Next = () => ({ errors: [] });

const looking = compose([authenticate, readBody, readDocument, bound, grant, decide], NOTHING);

/** Why the field whose change is told is not given: the error that would stand in its place. */
const denialOf = ({ decision, catalogue }: DecidedRequest, { tells }: EventType): GraphQLError => {
  const denied =
    decision.denials.find(({ coordinate }) => coordinate === tells) ??
    decision.denials.find(({ denial }) => denial.reason === "QUOTA") ??
    decision.denials[0];
  if (denied === undefined || (denied.coordinate !== tells && decision.granted.has(tells)))
    return hubError("HUB_SUBSCRIPTION_INVALID", {
      reason: { en: `it has to select ${tells}, whose changes it is told of`, zh: `须选取 ${tells}，事件即其变化` },
    });
  const { coordinate, denial } = denied;
  const apply = applyLink(decision.applyAt, coordinate, decision.grant.purpose.code, denial);
  const { message, extensions } = denialError(catalogue, apply, coordinate, denial);
  return new GraphQLError(message, { extensions: { ...extensions } });
};

/** True when the field is not given any more because a quota is spent: on the field itself, or on one on the way to it. */
const isSpent = (decided: DecidedRequest | undefined, { tells }: EventType): decided is DecidedRequest =>
  decided?.decision.granted.has(tells) === false &&
  decided.decision.denials.some(({ denial }) => denial.reason === "QUOTA");

/** True when an event is one that the subscriber asked for. */
const isWanted = (event: HubEvent, { name, departments }: EventType, filter: EventFilter): boolean =>
  event.type === name &&
  // It was kept before its kind was known, and is not its department's to tell of.
  departments.includes(event.department) &&
  (filter.key === undefined || filter.key === event.key) &&
  (filter.division === undefined || (event.division ?? "").startsWith(filter.division));

/** False for an event about another firm, where a firm asks for itself: it is neither asked about nor recorded. */
const mayBeOwn = ({ key }: HubEvent, { gives }: EventType, { enterprise }: Caller): boolean =>
  enterprise === null || gives !== FIRM || key === enterprise;

/** True when the field may be given of rows where the event happened; the row itself tells more exactly. */
const isReached = (decided: DecidedRequest | undefined, { tells }: EventType, event: HubEvent | undefined): boolean => {
  const verdict = decided?.decision.granted.get(tells);
  if (verdict === undefined) return false;
  return event === undefined || event.division === null || inScope(verdict.scope, event.division);
};

/** An answer with what is known of the event, beside what is known of the answer. */
const withEvent = (answer: Answer, { id, type, at }: HubEvent): Answer => ({
  ...answer,
  extensions: { ...answer.extensions, event: { id: String(id), type, at } },
});

/** The questions behind subscriptions, as requests of one supergraph. @param run the whole pipeline */
const createQuestions = (hub: Hub, run: Next, readSubscription: ReadSubscriptions) => {
  const read = ({ sent }: Subscribing) => {
    const { document, operationName, variables } = readAsked(sent);
    // No subscription can be registered.
    if (document.kind === "registered") throw hubError("HUB_OPERATION_UNKNOWN", {});
    const { type, query: question, filterOf, variablesFor } = readSubscription(document.text, operationName);
    const given = variables ?? {};
    return { type, filter: filterOf(given), question, variablesAt: (event?: HubEvent) => variablesFor(given, event) };
  };
  const exchangeFor = (subscribing: Subscribing, event: HubEvent | undefined, isDryRun: boolean): Exchange => {
    const { question, variablesAt } = read(subscribing);
    const asked = { query: question, variables: variablesAt(event) };
    return new Exchange(hub, requestOf(subscribing, asked, isDryRun), startTrace(undefined));
  };
  return {
    read,
    ask: async (subscribing: Subscribing, event?: HubEvent) => {
      const exchange = exchangeFor(subscribing, event, event === undefined);
      const answer = await run(exchange);
      tellRequest(exchange, answer, 200);
      return { exchange, answer };
    },
    /** Looks, from memory, whether the answer could tell of the event; undefined when it could. */
    look: async (subscribing: Subscribing, event?: HubEvent): Promise<Outcome | undefined> => {
      const exchange = exchangeFor(subscribing, event, false);
      const answer = await looking(exchange);
      if (answer.errors.length > 0) return isPassing(answer) ? { kind: "later" } : over(answer);
      return isReached(exchange.decided, read(subscribing).type, event) ? undefined : SILENT;
    },
  };
};

/** Whatever is thrown on the way to the pipeline is what is wrong with the subscription itself. */
const settling =
  (hub: Hub) =>
  async <Result>(work: () => Promise<Result>, failed: (answer: Answer) => Result): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof GraphQLError) return failed({ errors: [error] });
      if (error instanceof Refusal) return failed({ errors: error.errors });
      hub.logger.error({ reason: error instanceof Error ? error.name : "unknown" }, "A stream failed.");
      return failed({ errors: [hubError("HUB_INTERNAL", {})] });
    }
  };

// Who asks is known, and has been counted, before a text is read.
const entering = compose([authenticate, rate], NOTHING);

/** The streams of one supergraph. @param run the whole pipeline */
export function createAskAtEvent(hub: Hub, run: Next, readSubscription: ReadSubscriptions): AskAtEvent {
  const questions = createQuestions(hub, run, readSubscription);
  const settled = settling(hub);
  const open = async (subscribing: Subscribing): Promise<Opening> => {
    const request = requestOf(subscribing, {}, false);
    const entered = await entering(new Exchange(hub, request, startTrace(undefined)));
    if (entered.errors.length > 0) return refused(entered);
    const { type, filter } = questions.read(subscribing);
    const { exchange, answer } = await questions.ask(subscribing);
    if (answer.errors.length > 0) return refused(answer);
    const { decided, caller } = exchange;
    if (decided === undefined || caller === undefined) throw new Error("A stream is decided before it is opened");
    const wants = (event: HubEvent): boolean => isWanted(event, type, filter) && mayBeOwn(event, type, caller);
    return decided.decision.granted.has(type.tells)
      ? { kind: "open", type, caller, wants }
      : refused({ errors: [denialOf(decided, type)] });
  };
  const tell = async (subscribing: Subscribing, event: HubEvent): Promise<Outcome> => {
    const { type, filter } = questions.read(subscribing);
    if (!isWanted(event, type, filter)) return SILENT;
    const without = await questions.look(subscribing, event);
    if (without !== undefined) return without;
    const { exchange, answer } = await questions.ask(subscribing, event);
    const isGiven = (exchange.observation?.rows.get(type.tells) ?? 0) > 0;
    if (isGiven && answer.data) return { kind: "told", answer: withEvent(answer, event) };
    if (isPassing(answer)) return { kind: "later" };
    const { decided } = exchange;
    // It was given a moment ago, by all but the quotas. In quiet answers no error says that they are spent.
    if (isSpent(decided, type)) return over({ errors: [denialOf(decided, type)] });
    return isHidden(answer) ? SILENT : over({ errors: answer.errors });
  };
  return {
    open: (subscribing) => settled(() => open(subscribing), refused),
    tell: (subscribing, event) => settled(() => tell(subscribing, event), over),
    stays: (subscribing) => settled(async () => (await questions.look(subscribing)) ?? SILENT, over),
  };
}
