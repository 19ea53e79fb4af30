import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from "@apollo/server/plugin/disabled";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { JSONWebKeySet } from "jose";
import type { FollowedCertificates } from "../../host/certificates.ts";
import { createServer, originOf } from "../../host/create-server.ts";
import { drain } from "../../host/drain.ts";
import { createEnvelopeVerifier, type EnvelopeVerifier } from "../../schema/envelope/envelope-verifier.ts";
import { LOGIN_PATH } from "../../schema/envelope/login.ts";
import { OUTBOX_PATH } from "../../schema/envelope/outbox.ts";
import { QUALITY_PATH, type QualityEvidence } from "../../schema/envelope/quality.ts";
import { createSealOpener, type SealEnds } from "../../schema/envelope/seal.ts";
import type { SubgraphContext } from "./context.ts";
import type { Door } from "./door.ts";
import { envelopeRequired } from "./errors.ts";
import { createFront } from "./front.ts";
import { openLogins } from "./logins/logins.ts";
import { openOutbox } from "./outbox.ts";
import { openStatements, type Statements } from "./postgres/statements.ts";
import { evidenceOf, openQuality } from "./quality/quality.ts";
import { guarded } from "./guard/guard.ts";
import { createHealth, databaseIsThere } from "./health.ts";
import type { DatabaseClient, HubWatch, ServedSubgraph } from "./subgraph.ts";

/** Options of serving one subgraph. */
export interface ServeOptions {
  /** URL of its database, or the place of a source. */
  readonly databaseUrl: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly host?: string;
  /** The gateway's public keys; without them the department answers to anybody who reaches its port. */
  readonly envelopeKeys?: JSONWebKeySet;
  /** The department's private keys and the hub's public ones: with them, it answers to fetches that the hub sealed. */
  readonly seal?: Omit<SealEnds, "department">;
  /** Its certificate; with authorities, a client without a certificate of theirs is refused. */
  readonly certificates?: FollowedCertificates | undefined;
  /** Told why a client's certificate is not accepted, by OpenSSL's code. */
  readonly onRefusedClient?: (code: string) => void;
  /** Lines that the process's log has lost, for the metrics. */
  readonly lostLines?: () => number;
  /** Told of each resolver that failed within. */
  readonly onFailure?: OnFailure;
}

/** A subgraph that answers. */
export interface RunningSubgraph {
  readonly name: string;
  readonly url: string;
  /** Begins the department's own work, for which it asks the hub; absent where it has none. It ends with `stop`. */
  readonly watch?: {
    readonly app: string;
    readonly purpose: string;
    readonly begin: (hub: Omit<HubWatch, "statements">) => void;
  };
  /** Finishes what is under way, then closes the port and the database pool. */
  readonly stop: () => Promise<void>;
}

/** A resolver that failed for a reason of the department's own: kind and place, never the message, which may hold data. */
interface Failure {
  readonly kind: string;
  /** The code of PostgreSQL, of Prisma or of the system. */
  readonly code: string | undefined;
  /** Response keys from the root; the places in lists are left out. */
  readonly path: string;
}

type OnFailure = (failure: Failure) => void;

const failureOf = ({ path = [] }: GraphQLFormattedError, error: unknown): Failure => ({
  kind: error instanceof Error ? error.name : typeof error,
  code: error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined,
  path: path.filter((key) => typeof key === "string").join("."),
});

/**
 * An error that was meant for the caller passes, in our own words: graphql-js puts the refused value in front of them, and the
 * value may be somebody's number. Everything else is an internal matter and is told as such.
 */
const withoutInternals =
  (onFailure: OnFailure) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = error instanceof GraphQLError ? error.originalError : error;
    if (original === undefined || original === null) return formatted;
    if (original instanceof GraphQLError) return { ...formatted, message: original.message };
    onFailure(failureOf(formatted, original));
    return {
      ...formatted,
      message: "Internal error in the department's service",
      extensions: { code: "INTERNAL_SERVER_ERROR" },
    };
  };

/** Opens the envelope before anything runs: without a valid one there is no request. */
const contextWith =
  (sources: Pick<SubgraphContext, "database" | "statements">, verifier: EnvelopeVerifier | undefined) =>
  async (envelope: string | undefined, query: string): Promise<SubgraphContext> => {
    if (verifier === undefined) return { ...sources };
    const opened = await verifier.verify(envelope, query);
    if (opened.kind === "refused") throw envelopeRequired();
    return { ...sources, envelope: opened.envelope };
  };

/** The doors of a department for the hub, its outbox apart. */
const doorsOf = (
  { schema, logins, rules = [] }: ServedSubgraph,
  { database, statements }: { readonly database: DatabaseClient; readonly statements?: Statements },
  verifier: EnvelopeVerifier,
): [string, Door][] => {
  const doors: [string, Door][] = [];
  if (logins && statements) doors.push([LOGIN_PATH, openLogins(logins, statements, verifier)]);
  const gather =
    database.evidence ?? (statements && ((): Promise<QualityEvidence> => evidenceOf(schema, rules, statements)));
  if (gather) doors.push([QUALITY_PATH, openQuality(gather, verifier)]);
  return doors;
};

/** Milliseconds that the database may take to let its connections go, when nothing is under way any more: it may be gone without a word. */
const LONGEST_GOODBYE = 1_000;

/** Serves a department over HTTP on loopback unless told otherwise. */
export async function serveSubgraph(subgraph: ServedSubgraph, options: ServeOptions): Promise<RunningSubgraph> {
  const { envelopeKeys, seal, port, host = "127.0.0.1", certificates } = options;
  const database = await subgraph.open(options.databaseUrl);
  const statements = subgraph.openStatements?.(options.databaseUrl);
  const sources = { database, ...(statements && { statements }) };
  const verifier = envelopeKeys === undefined ? undefined : createEnvelopeVerifier(envelopeKeys, subgraph.name);
  const health = createHealth(subgraph.name, () => database.isThere?.() ?? databaseIsThere(options.databaseUrl), {
    ...options,
    show: database.show,
  });
  const http = createServer({ certificates, onRefused: options.onRefusedClient });
  const server = new ApolloServer<SubgraphContext>({
    schema: verifier === undefined ? subgraph.schema : guarded(subgraph.schema),
    introspection: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled()],
    formatError: withoutInternals((failure) => {
      health.failed();
      options.onFailure?.(failure);
    }),
  });
  await server.start();
  const openSeal = seal && createSealOpener({ department: subgraph.name, ...seal });
  // A service of the hub's own declares no reading, and may have an outbox.
  const own = subgraph.outbox && (statements ?? openStatements(options.databaseUrl));
  const outbox = own && verifier && openOutbox(own, verifier);
  const doors = verifier === undefined ? [] : doorsOf(subgraph, { ...sources }, verifier);
  if (outbox !== undefined) doors.push([OUTBOX_PATH, outbox]);
  const contextOf = contextWith(sources, verifier);
  http.on("request", createFront({ server, contextOf, health, openSeal, doors: new Map(doors) }));
  await new Promise<void>((listening, failed) => {
    http.once("error", failed).listen(port, host, listening);
  });
  const { port: taken } = http.address() as AddressInfo;
  const endings: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of endings) await end();
    outbox?.stop();
    await drain(http);
    await server.stop();
    await Promise.race([
      Promise.all([(statements ?? own)?.close(), database.$disconnect()]),
      setTimeout(LONGEST_GOODBYE, undefined, { ref: false }),
    ]);
  };
  const { watch: work } = subgraph;
  const watch = work &&
    statements && {
      app: work.app,
      purpose: work.purpose,
      begin: (hub: Omit<HubWatch, "statements">) => {
        endings.push(work.begin({ ...hub, statements }));
      },
    };
  return {
    name: subgraph.name,
    ...(watch && { watch }),
    url: `${originOf(host, taken, certificates)}/`,
    stop,
  };
}
