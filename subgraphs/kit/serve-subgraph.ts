import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { SubgraphContext } from "./context.ts";
import { adapterFor, type Subgraph } from "./subgraph.ts";

/** How one subgraph is served. */
export interface ServeOptions {
  readonly databaseUrl: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly host?: string;
}

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

/** Serves a department over HTTP on loopback unless told otherwise. */
export const serveSubgraph = async (subgraph: Subgraph, options: ServeOptions): Promise<RunningSubgraph> => {
  const database = subgraph.connect(adapterFor(options.databaseUrl));
  const server = new ApolloServer<SubgraphContext>({
    schema: subgraph.schema,
    introspection: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    formatError: withoutInternals,
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port: options.port, host: options.host ?? "127.0.0.1" },
    context: () => Promise.resolve({ database, rowScope: null }),
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await database.$disconnect();
  };
  return { name: subgraph.name, url, stop };
};
