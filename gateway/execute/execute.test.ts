import { describe, expect, test } from "@jest/globals";
import { pino } from "pino";
import type { LoadedGovernance } from "../decide/create-governance.ts";
import { Exchange, type Hub } from "../exchange.ts";
import { requestInProcess } from "../front/in-process.ts";
import { createMetrics } from "../release/metrics.ts";
import { startTrace } from "../release/trace.ts";
import { addOwnGraph } from "../supergraph/add-own-graph.ts";
import { loadHub } from "../supergraph/load-hub.ts";
import { readSupergraph } from "../supergraph/read-supergraph.ts";
import type { FetchOrigin } from "../upstream/create-upstream.ts";
import { WRITE } from "./enforcement.ts";
import { execute } from "./execute.ts";
import type { SubgraphRequest } from "./fetch/post.ts";
import { shop } from "./fixtures/shop.ts";

/** A shop's hub with the hub's own graph, and whatever a fetch was sent with. */
const openShop = (parts: Partial<Hub> = {}) => {
  const graph = shop();
  const added = addOwnGraph(readSupergraph(graph.supergraphSdl));
  if (added.kind === "taken") throw new Error("The shop has one of the hub's own names.");
  const headers: unknown[] = [];
  const upstream: Hub["upstream"] = {
    post: async (fetch: object, origin: FetchOrigin) => {
      headers.push(await origin.headersFor?.(fetch as SubgraphRequest));
      return graph.post(fetch as SubgraphRequest);
    },
    askAtDoor: () => Promise.reject(new Error("nobody has a door here")),
    close: () => Promise.resolve(),
  };
  const shared = {
    metrics: createMetrics(),
    spans: undefined,
    logger: pino({ level: "silent" }),
    limiter: undefined,
    ledger: undefined,
  };
  const hub: Hub = { ...loadHub(added.supergraph, upstream, {}, shared), ...parts };
  const exchangeOf = (query: string, known: Partial<Exchange> = {}): Exchange => {
    const exchange = new Exchange(hub, requestInProcess(new Request("http://gateway.test/")), startTrace(undefined));
    const operation = hub.readOperation(query, undefined);
    return Object.assign(exchange, { operation, variables: operation.coerce({}) }, known);
  };
  const ask = async (query: string, known: Partial<Exchange> = {}) => {
    const { data, errors, isPublic } = await execute(exchangeOf(query, known));
    const told = errors.map(({ message, path, extensions }) => ({ message, path, code: extensions["code"] }));
    return { data: JSON.parse(String(data)) as unknown, errors: told, isPublic };
  };
  return { ask, exchangeOf, fetches: graph.fetches, headers };
};

/** A governance that knows what operations need, and a first step of the pipeline that reads what is asked about. */
const governed = {
  governance: { policy: { needs: () => ["User.name"] } } as unknown as LoadedGovernance,
  read: (exchange: Exchange) => {
    exchange.operation = exchange.hub.readOperation(String(exchange.sent?.query), undefined);
    return { errors: [] };
  },
} satisfies Partial<Hub>;
const caller = { app: "an-app" } as NonNullable<Exchange["caller"]>;
const closed = (path: string) => ({
  message: "Nothing was decided for this request.",
  path: [path],
  code: "HUB_FIELD_DENIED",
});

describe("under governance, a request for which nothing was decided", () => {
  test("gets nothing: nobody is asked, and each field is denied", async () => {
    const { ask, fetches } = openShop(governed);
    expect(await ask("{ me { name } topProducts { upc } }", { caller })).toEqual({
      data: { me: null, topProducts: null },
      errors: [closed("me"), closed("topProducts")],
      isPublic: false,
    });
    expect(fetches).toEqual([]);
  });

  test("is told the schema, which is no department's", async () => {
    const { ask } = openShop(governed);
    expect(await ask('{ __typename __type(name: "User") { __typename name kind } }')).toEqual({
      data: { __typename: "Query", __type: { __typename: "__Type", name: "User", kind: "OBJECT" } },
      errors: [],
      isPublic: true,
    });
  });

  const needed = 'neededCoordinates(operation: "{ me { name } }")';

  test("is answered by the hub alone, where it asks nobody else", async () => {
    const { ask, fetches } = openShop(governed);
    expect(await ask(`{ ${needed} }`, { caller })).toEqual({
      data: { neededCoordinates: ["User.name"] },
      errors: [],
      isPublic: false,
    });
    expect(fetches).toEqual([]);
  });

  test.each([
    ["of a caller who is not known", `{ ${needed} }`, {}, ["neededCoordinates"]],
    ["that asks a department besides", `{ ${needed} me { name } }`, { caller }, ["neededCoordinates", "me"]],
  ])("gets nothing of the hub either, %s", async (_, query, known, fields) => {
    const { ask, fetches } = openShop(governed);
    const { data, errors } = await ask(query, known);
    expect(data).toEqual(Object.fromEntries(fields.map((field) => [field, null])));
    expect(errors).toEqual(fields.map(closed));
    expect(fetches).toEqual([]);
  });
});

describe("a fetch carries", () => {
  const me = { data: { me: { id: "1" } }, errors: [], isPublic: false };

  test("what the gateway attaches for everybody, where nothing is governed", async () => {
    const { ask, headers } = openShop({ attach: () => ({ "x-plain": "1" }) });
    expect(await ask("{ me { id } }")).toEqual(me);
    expect(headers).toEqual([{ "x-plain": "1" }]);
  });

  const enforcement = (document: Exchange["operation"]) => ({
    key: "all",
    planned: document?.document ?? null,
    instructionFor: () => WRITE,
    observed: new Map<string, string>(),
  });

  test("the envelope of what was decided, where it is", async () => {
    const attach = (decided: Exchange["decided"], { subgraph }: { readonly subgraph: string }) =>
      Promise.resolve({ envelope: `${decided?.decision.enforcement.key} at ${subgraph}` });
    const governance = { ...governed.governance, attach } as unknown as LoadedGovernance;
    const { ask, exchangeOf, headers } = openShop({ ...governed, governance, attach: () => ({ "x-plain": "1" }) });
    const { operation } = exchangeOf("{ me { id } }");
    const decided = { decision: { enforcement: enforcement(operation) } } as unknown as Exchange["decided"];
    expect(await ask("{ me { id } }", { caller, decided })).toEqual(me);
    expect(headers).toEqual([{ envelope: "all at accounts" }]);
  });
});

test.each(["operation", "variables"])("what comes before its %s is known is this gateway's own fault", async (part) => {
  const { exchangeOf, fetches } = openShop();
  const exchange = Object.assign(exchangeOf("{ me { id } }"), { [part]: undefined });
  await expect(execute(exchange)).rejects.toThrow("execute comes after bound");
  expect(fetches).toEqual([]);
});
