import type { IncomingMessage } from "node:http";
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { SubgraphContext } from "./context.ts";
import type { EnvelopeGate } from "./envelope-gate.ts";
import { guarded } from "./guard.ts";
import { adapterFor, type Subgraph } from "./subgraph.ts";

/** How one subgraph is served. */
export interface ServeOptions {
  readonly databaseUrl: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly host?: string;
  /** Opens envelopes; without one the department answers to anybody who reaches its port. */
  readonly gate?: EnvelopeGate;
}

/** Header that carries the gateway's envelope. */
const ENVELOPE_HEADER = "x-hub-envelope";

/** A subgraph that answers. */
export interface RunningSubgraph {
  readonly name: string;
  readonly url: string;
  /** Finishes what is under way, then closes the port and the database pool. */
  readonly stop: () => Promise<void>;
}

/** What was meant for the caller passes; everything else is an internal matter and is told as such. */
const withoutInternals = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
  const original = error instanceof GraphQLError ? error.originalError : error;
  const meant = original === undefined || original === null || original instanceof GraphQLError;
  return meant
    ? formatted
    : {
        ...formatted,
        message: "Internal error in the department's service",
        extensions: { code: "INTERNAL_SERVER_ERROR" },
      };
};

const contextFor =
  (database: unknown, gate: EnvelopeGate | undefined) =>
  async ({ req }: { readonly req: IncomingMessage }): Promise<SubgraphContext> => {
    if (gate === undefined) return { database, rowScope: null };
    const header = req.headers[ENVELOPE_HEADER];
    const envelope = await gate(typeof header === "string" ? header : undefined).catch(() => {
      // Why an envelope was refused helps only its forger.
      throw new GraphQLError("A valid envelope is required", {
        extensions: { code: "HUB_ENVELOPE_REFUSED", http: { status: 401 } },
      });
    });
    return { database, envelope, rowScope: envelope.rowScope };
  };

/** Serves a department over HTTP on loopback unless told otherwise. */
export const serveSubgraph = async (subgraph: Subgraph, options: ServeOptions): Promise<RunningSubgraph> => {
  const database = subgraph.connect(adapterFor(options.databaseUrl));
  const server = new ApolloServer<SubgraphContext>({
    schema: options.gate === undefined ? subgraph.schema : guarded(subgraph.schema),
    introspection: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    formatError: withoutInternals,
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port: options.port, host: options.host ?? "127.0.0.1" },
    context: contextFor(database, options.gate),
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await database.$disconnect();
  };
  return { name: subgraph.name, url, stop };
};
