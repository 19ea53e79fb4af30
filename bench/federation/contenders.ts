import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer, HeaderMap } from "@apollo/server";
import { createGatewayRuntime, type UnifiedGraphHandler } from "@graphql-hive/gateway-runtime";
import { unifiedGraphHandler as rustPlanner } from "@graphql-hive/router-runtime";
import { pino } from "pino";
import { createGateway } from "../../gateway/create-gateway.ts";
import { operationOf, subgraphsOf } from "./graph.ts";
import { benchSeals } from "./seals.ts";

/** Files and addresses that a gateway is started with. */
interface Start {
  readonly supergraphSdl: string;
  /** A folder that is removed after the process has ended. */
  readonly folder: string;
}

/** Address of a gateway, the headers that its callers must send, and the id by which they ask where they ask by one. */
export interface Started {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly documentId?: string;
}

/** Starts a gateway on a free port and resolves to the URL of its GraphQL endpoint. */
type Contender = (start: Start) => Promise<string | Started>;

const listen = async (handle: RequestListener): Promise<string> => {
  const server = createServer({ keepAliveTimeout: 120_000 }, handle);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
};

const hive = (supergraphSdl: string, unifiedGraphHandler: UnifiedGraphHandler | undefined): Promise<string> => {
  const runtime = createGatewayRuntime({
    supergraph: supergraphSdl,
    ...(unifiedGraphHandler ? { unifiedGraphHandler } : {}),
    // Two callers' equal fetches are two fetches, for every contender.
    transportEntries: { "*.http": { options: { deduplicateInflightRequests: false } } },
    logging: false,
  });
  return listen((request, response) => void runtime.handle(request, response));
};

/** The gateway as it is served: limits, traces, metrics and logs on, nobody governed. */
const hub: Contender = async ({ supergraphSdl }) => {
  const gateway = await createGateway({
    supergraph: { sdl: supergraphSdl },
    logger: pino({ level: "silent" }),
    limits: { cost: Number.MAX_SAFE_INTEGER },
  });
  const { url } = await gateway.listen({ port: 0 });
  return url;
};

/** The same with tokens, grants, policy and envelopes; with a ledger, or with seals, where that is asked for. */
const governed =
  ({ recorded = false, sealed = false }): Contender =>
  async ({ supergraphSdl, folder }) => {
    const { openBenchGovernance } = await import("./governed.ts");
    const { governance, ledger, headers } = await openBenchGovernance(folder, recorded);
    const gateway = await createGateway({
      supergraph: { sdl: supergraphSdl },
      logger: pino({ level: "silent" }),
      limits: { cost: Number.MAX_SAFE_INTEGER },
      governance,
      ...(sealed ? { seals: benchSeals([...subgraphsOf({ factor: 1 }).keys()]) } : {}),
      ...(ledger === undefined ? {} : { ledger }),
    });
    const { url } = await gateway.listen({ port: 0 });
    return { url, headers };
  };

/** The same, asked by the id of an operation that was registered. */
const registered: Contender = async ({ supergraphSdl, folder }) => {
  const { openBenchGovernance } = await import("./governed.ts");
  const { openRegister } = await import("./registered.ts");
  const { openGrants, register } = openRegister();
  const { governance, headers } = await openBenchGovernance(folder, false, openGrants);
  const gateway = await createGateway({
    supergraph: { sdl: supergraphSdl },
    logger: pino({ level: "silent" }),
    limits: { cost: Number.MAX_SAFE_INTEGER },
    governance,
  });
  const ids = await register(gateway, headers, new Map([["bench", [operationOf({ factor: 1 })]]]));
  const [[documentId = ""] = []] = ids.values();
  const { url } = await gateway.listen({ port: 0 });
  return { url, headers, documentId };
};

const APPS = 1_000;
const OPERATIONS_EACH = 5;

/** A gateway that a thousand apps have asked by the ids of their operations, each of its own. */
const thousandApps: Contender = async ({ supergraphSdl, folder }) => {
  const { openBenchGovernance } = await import("./governed.ts");
  const { openRegister } = await import("./registered.ts");
  const { openGrants, register } = openRegister();
  const { governance, headers, tokenOf } = await openBenchGovernance(folder, false, openGrants);
  const gateway = await createGateway({
    supergraph: { sdl: supergraphSdl },
    logger: pino({ level: "silent" }),
    limits: { cost: Number.MAX_SAFE_INTEGER },
    governance,
  });
  const text = operationOf({ factor: 1 });
  const wanted = Array.from({ length: APPS }, (_, app) => {
    const texts = Array.from({ length: OPERATIONS_EACH }, (__, at) => text.replace("TestQuery", `Of${app}Nth${at}`));
    return [`app-${app}`, texts] as const;
  });
  const ids = await register(gateway, headers, new Map([["bench", [text]], ...wanted]));
  for (const [app, own] of ids) {
    const authorization = `Bearer ${await tokenOf(app)}`;
    for (const documentId of own) {
      const init = { method: "POST", headers: { ...headers, authorization, "content-type": "application/json" } };
      const body = JSON.stringify({ documentId });
      const answer = await gateway.fetch(new Request("http://hub/graphql", { ...init, body }));
      if (!(await answer.text()).includes('"data":{')) throw new Error(`${app} got no answer`);
    }
  }
  return (await gateway.listen({ port: 0 })).url;
};

const body = async (request: Parameters<RequestListener>[0]): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

const headersOf = (request: Parameters<RequestListener>[0]): HeaderMap => {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) if (value) headers.set(name, String(value));
  return headers;
};

/** Apollo Gateway behind Apollo Server, through the server's own integration point, without a web framework. */
const apollo: Contender = async ({ supergraphSdl }) => {
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }), introspection: false });
  await server.start();
  return listen(
    (request, response) =>
      void (async () => {
        const {
          status,
          headers,
          body: answer,
        } = await server.executeHTTPGraphQLRequest({
          httpGraphQLRequest: {
            method: "POST",
            headers: headersOf(request),
            search: "",
            body: JSON.parse(await body(request)) as unknown,
          },
          context: () => Promise.resolve({}),
        });
        response.writeHead(status ?? 200, Object.fromEntries(headers));
        if (answer.kind === "complete") response.end(answer.string);
        else Readable.from(answer.asyncIterator).pipe(response);
      })(),
  );
};

/** Every contender by name. */
export const contenders: ReadonlyMap<string, Contender> = new Map<string, Contender>([
  ["hub", hub],
  ["governed", governed({})],
  ["registered", registered],
  ["thousand-apps", thousandApps],
  ["recorded", governed({ recorded: true })],
  ["sealed", governed({ sealed: true })],
  ["hive-js", ({ supergraphSdl }) => hive(supergraphSdl, undefined)],
  ["hive-rust", ({ supergraphSdl }) => hive(supergraphSdl, rustPlanner)],
  ["apollo", apollo],
]);
