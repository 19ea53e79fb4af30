import type { IncomingMessage, ServerResponse } from "node:http";
import { createGatewayRuntime, Logger as RuntimeLogger, type UnifiedGraphHandler } from "@graphql-hive/gateway-runtime";
import { unifiedGraphHandler as rustPlanner } from "@graphql-hive/router-runtime";
import { servePlayground } from "../front/serve-playground.ts";
import { maskError } from "../release/mask-error.ts";
import { openTrace } from "../release/trace.ts";
import type { Step, StepParts, StepServices } from "../step.ts";
import { withoutSchemaRetry } from "./without-schema-retry.ts";

/** One loaded supergraph with its plans, caches and connections. Requests in flight keep it alive after it is replaced. */
export interface Generation {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Resolves once its requests are over (or `drainTimeout` milliseconds have passed) and everything is released. */
  readonly retire: (drainTimeout: number) => Promise<void>;
}

/** What a generation is made of. */
export interface GenerationOptions {
  readonly steps: readonly Step[];
  readonly services: StepServices;
  /** Folder of built files for browsers. */
  readonly playground: string | undefined;
  readonly unifiedGraphHandler: UnifiedGraphHandler | undefined;
}

const createRuntime = (
  parts: readonly StepParts[],
  { services, playground, unifiedGraphHandler }: GenerationOptions,
) => {
  const { supergraph, logger } = services;
  const fetcherOf = parts.findLast((part) => part.fetcherOf)?.fetcherOf;
  const write = (level: string, attributes: unknown, message: string | null | undefined): void => {
    if (level === "warn" || level === "error") logger[level]({ runtime: attributes ?? undefined }, message ?? "");
  };
  return createGatewayRuntime({
    supergraph: () => supergraph.served,
    unifiedGraphHandler:
      unifiedGraphHandler ?? parts.findLast((part) => part.unifiedGraphHandler)?.unifiedGraphHandler ?? rustPlanner,
    ...(fetcherOf
      ? { transports: () => ({ getSubgraphExecutor: ({ subgraphName }) => fetcherOf(subgraphName) }) }
      : {}),
    plugins: () => [
      withoutSchemaRetry,
      openTrace,
      ...(playground === undefined ? [] : [servePlayground(playground)]),
      ...parts.flatMap((part) => part.plugins ?? []),
    ],
    logging: new RuntimeLogger({ level: "warn", writers: [{ write }] }),
    maskedErrors: { maskError },
    graphqlEndpoint: "/graphql",
    graphiql: false,
    landingPage: false,
    cors: false,
    requestId: false,
    subgraphErrors: false,
    multipart: false,
    batching: { limit: services.limits.batch },
  });
};

/** Counts what is under way, and tells when nothing is. */
const createCounter = () => {
  let inFlight = 0;
  let whenIdle: (() => void) | undefined;
  return {
    enter: (): void => {
      inFlight += 1;
    },
    leave: (): void => {
      inFlight -= 1;
      if (inFlight === 0) whenIdle?.();
    },
    idle: (timeout: number): Promise<void> =>
      new Promise((resolve) => {
        if (inFlight === 0) {
          resolve();
          return;
        }
        const timer = setTimeout(resolve, timeout);
        whenIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
};

/** Builds everything one supergraph needs and resolves when it can answer; rejects, releasing all, when it cannot. */
export const createGeneration = async (options: GenerationOptions): Promise<Generation> => {
  const { services, steps } = options;
  const runtime = createRuntime(
    steps.map((step) => step(services)),
    options,
  );
  const dispose = async (): Promise<void> => {
    await runtime.dispose();
    await services.upstream.close();
  };
  try {
    await runtime.getSchema();
  } catch (error) {
    await dispose();
    throw error;
  }
  const counter = createCounter();
  return {
    fetch: async (request) => {
      counter.enter();
      try {
        return await runtime.fetch(request);
      } finally {
        counter.leave();
      }
    },
    handle: (request, response) => {
      counter.enter();
      response.once("close", counter.leave);
      void runtime.handle(request, response);
    },
    retire: async (drainTimeout) => {
      await counter.idle(drainTimeout);
      await dispose();
    },
  };
};
