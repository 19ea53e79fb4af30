import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { PinnedOperation } from "../schema/registered-operation.ts";
import type { Answer } from "./answer.ts";
import type { Caller } from "./authenticate/caller.ts";
import type { GatewayLimits } from "./config.ts";
import type { DecidedRequest, GrantInForce } from "./decide/decision.ts";
import type { LoadedGovernance } from "./decide/create-governance.ts";
import type { Observation } from "./execute/enforcement.ts";
import type { Execute } from "./execute/executor.ts";
import type { AskedOperation, SentOperation } from "./front/asked-operation.ts";
import type { HttpRequest } from "./front/http.ts";
import type { OnDenied } from "./grant/register.ts";
import type { CallerLimiter } from "./limit/callers/caller-limiter.ts";
import type { Bounds } from "./limit/bounds.ts";
import type { InTurn } from "./limit/callers/turns.ts";
import type { AskedIdentifier, IdentifiersIn } from "./limit/callers/asked-identifiers.ts";
import type { Variables } from "./operation/coerce-variables.ts";
import type { Operation } from "./operation/operation.ts";
import type { ReadOperation } from "./operation/read-operation.ts";
import type { WatchedLedger } from "./record/watch-ledger.ts";
import type { SpanExporter } from "./release/export-spans.ts";
import type { Metrics } from "./release/metrics.ts";
import type { Trace } from "./release/trace.ts";
import type { FetchOrigin, Upstream } from "./upstream/create-upstream.ts";

/** The parts that serve one loaded supergraph's requests. Made anew for every supergraph; requests under way keep theirs. */
export interface Hub {
  readonly limits: GatewayLimits;
  /** The schema that callers see. */
  readonly schema: GraphQLSchema;
  readonly readOperation: ReadOperation;
  /** For texts that are new. */
  readonly readingTurn: InTurn;
  readonly bounds: Bounds;
  readonly execute: Execute;
  readonly upstream: Upstream;
  /** Headers of each fetch where nothing is governed. */
  readonly attach: FetchOrigin["headersFor"];
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The exporter of spans; undefined when no collector is configured. */
  readonly spans: SpanExporter | undefined;
  /** Authorization by field. undefined: a plain router, for public graphs only. */
  readonly governance: LoadedGovernance | undefined;
  /** Rates, quotas and the watch for guessing; undefined without governance. */
  readonly limiter: CallerLimiter | undefined;
  readonly identifiersIn: IdentifiersIn;
  /** undefined where nothing is recorded. */
  readonly ledger: WatchedLedger | undefined;
  /** The pipeline from reading a document to settling its quotas, for an operation that is only asked about. */
  readonly why: (exchange: Exchange) => Answer | Promise<Answer>;
  /** Its first step alone, for an operation whose coordinates are asked for. */
  readonly read: (exchange: Exchange) => Answer | Promise<Answer>;
}

/** A question to the hub about its own rules, for the ledger. */
export interface Question {
  /** The question's own exchange; what was decided for it, if anything was. */
  readonly exchange: Exchange;
}

/**
 * Everything that is known of one operation on its way through the pipeline. Each field is written by the step that its comment
 * names and read by later ones. The operations of a batch have an exchange each.
 */
export class Exchange {
  readonly hub: Hub;
  readonly request: HttpRequest;
  readonly trace: Trace;
  /** The clock of `performance.now()` at the request's arrival. */
  readonly started: number;

  /** `x-purpose` as it was sent; of a question, the purpose that it names. */
  readonly purpose: string | null;
  /** `x-case` as it was sent. */
  readonly case: string | null;
  /** True for an operation that another one asks about. */
  readonly isQuestion: boolean;
  /** The cost of all operations of the request so far, which those of a batch share. */
  readonly spent: { cost: number; schema: number } = { cost: 0, schema: 0 };

  /** authenticate. undefined without governance: everybody is served then. */
  caller: Caller | undefined;
  /** readBody: as it was sent, with entries of any type. */
  sent: SentOperation | undefined;
  /** readDocument: the same, looked at. */
  asked: AskedOperation | undefined;
  /** A page of an export; whoever makes the exchange says so. */
  isExport = false;
  /** wishes: `x-dry-run: true`; a question too: decisions are wanted, no data. */
  isDryRun = false;
  /** wishes: `x-on-denied`; grant: otherwise what the app is registered with. undefined: denials are told as errors. */
  onDenied: OnDenied | undefined;
  /** readBody: the exchanges of a batch's operations. */
  forks: readonly Exchange[] | undefined;
  /** readDocument: the operation that was asked for by its id. */
  registered: PinnedOperation | undefined;
  /** readDocument. */
  operation: Operation | undefined;
  /** bound: coerced. */
  variables: Variables | undefined;
  /** grant. undefined for operations that ask no department. */
  grantInForce: GrantInForce | undefined;
  /** decide; quota replaces it when quotas are spent. */
  decided: DecidedRequest | undefined;
  /** quota, for the watch on guessing: the identifiers that are asked with; none where nobody watches. */
  identifiers: readonly AskedIdentifier[] = [];
  /** execute: what was asked of the hub itself. */
  questions: Question[] = [];
  /** execute: what the answer releases. undefined when nothing was executed, or when it is withheld after all. */
  observation: Observation | undefined;
  /** The composer: the name of the step that ended the request, if one did. */
  refusedBy: string | undefined;
  /** The composer: the last promise that it has guarded. */
  settling: Promise<Answer> | undefined;

  constructor(hub: Hub, request: HttpRequest, trace: Trace) {
    this.hub = hub;
    this.request = request;
    this.trace = trace;
    this.started = performance.now();
    this.purpose = request.header("x-purpose");
    this.case = request.header("x-case");
    this.isQuestion = false;
  }

  /** The exchange of one operation of this request's batch. */
  fork(sent: SentOperation): Exchange {
    return Object.assign(Object.create(Exchange.prototype) as Exchange, this, { sent, questions: [] });
  }

  /** The exchange of an operation that this one asks about, for the same caller. */
  question(sent: SentOperation, purpose: string): Exchange {
    return Object.assign(this.fork(sent), {
      purpose,
      isDryRun: true,
      isQuestion: true,
      spent: { cost: 0, schema: 0 },
      asked: undefined,
      registered: undefined,
      operation: undefined,
      variables: undefined,
      grantInForce: undefined,
      decided: undefined,
      identifiers: [],
      observation: undefined,
      refusedBy: undefined,
    });
  }
}
