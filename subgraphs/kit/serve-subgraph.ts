import type { IncomingMessage } from "node:http";
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { JSONWebKeySet } from "jose";
import { createEnvelopeVerifier, type EnvelopeVerifier } from "../../schema/envelope/envelope-verifier.ts";
import { ENVELOPE_HEADER } from "../../schema/envelope/envelope.ts";
import type { SubgraphContext } from "./context.ts";
import { envelopeRequired } from "./errors.ts";
import { guarded } from "./guard/guard.ts";
import type { ServedSubgraph } from "./subgraph.ts";

/** Options of serving one subgraph. */
export interface ServeOptions {
  readonly databaseUrl: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly host?: string;
  /** The gateway's public keys; without them the department answers to anybody who reaches its port. */
  readonly envelopeKeys?: JSONWebKeySet;
}

/** A subgraph that answers. */
export interface RunningSubgraph {
  readonly name: string;
  readonly url: string;
  /** Finishes what is under way, then closes the port and the database pool. */
  readonly stop: () => Promise<void>;
}

/**
 * An error that was meant for the caller passes, in our own words: graphql-js puts the refused value in front of them, and the
 * value may be somebody's number. Everything else is an internal matter and is told as such.
 */
const withoutInternals = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
  const original = error instanceof GraphQLError ? error.originalError : error;
  if (original === undefined || original === null) return formatted;
  if (original instanceof GraphQLError) return { ...formatted, message: original.message };
  return {
    ...formatted,
    message: "Internal error in the department's service",
    extensions: { code: "INTERNAL_SERVER_ERROR" },
  };
};

const headerOf = (request: IncomingMessage): string | undefined => {
  const header = request.headers[ENVELOPE_HEADER];
  return typeof header === "string" ? header : undefined;
};

/** Opens the envelope before anything runs: without a valid one there is no request. */
const contextFor =
  (database: unknown, verifier: EnvelopeVerifier | undefined) =>
  async ({ req }: { readonly req: IncomingMessage & { readonly body?: unknown } }): Promise<SubgraphContext> => {
    if (verifier === undefined) return { database };
    const query = (req.body as { readonly query?: unknown } | undefined)?.query;
    const opened = await verifier.verify(headerOf(req), typeof query === "string" ? query : "");
    if (opened.kind === "refused") throw envelopeRequired();
    return { database, envelope: opened.envelope };
  };

/** Serves a department over HTTP on loopback unless told otherwise. */
export async function serveSubgraph(subgraph: ServedSubgraph, options: ServeOptions): Promise<RunningSubgraph> {
  const database = await subgraph.open(options.databaseUrl);
  const verifier =
    options.envelopeKeys === undefined ? undefined : createEnvelopeVerifier(options.envelopeKeys, subgraph.name);
  const server = new ApolloServer<SubgraphContext>({
    schema: verifier === undefined ? subgraph.schema : guarded(subgraph.schema),
    introspection: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    formatError: withoutInternals,
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port: options.port, host: options.host ?? "127.0.0.1" },
    context: contextFor(database, verifier),
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await database.$disconnect();
  };
  return { name: subgraph.name, url, stop };
}
