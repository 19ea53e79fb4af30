import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GraphQLError, GraphQLObjectType, GraphQLScalarType, GraphQLSchema, GraphQLString } from "graphql";
import { exportJWK, generateKeyPair } from "jose";
import { createBuilder } from "./builder/create-builder.ts";
import { subgraphSchema } from "./builder/federation.ts";
import { invalidInput } from "./errors.ts";
import { open } from "./item.ts";
import { serveSubgraph, type RunningSubgraph } from "./serve-subgraph.ts";
import type { DatabaseClient, HubWatch, ServedSubgraph } from "./subgraph.ts";

/** A code whose parser has words of its own for a wrong one. */
const Code = new GraphQLScalarType({
  name: "Code",
  parseValue: () => {
    throw invalidInput("HUB_UNKNOWN_DIVISION", { code: "x" });
  },
});
class Broken extends Error {
  override readonly name = "Broken";
  readonly code = "42P01";
}
const failing = (error: unknown) => ({
  type: GraphQLString,
  resolve: () => {
    throw error;
  },
});
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: "Query",
    fields: {
      hello: { type: GraphQLString, resolve: () => "你好" },
      coded: { type: GraphQLString, args: { code: { type: Code } }, resolve: () => "coded" },
      meant: failing(invalidInput("HUB_UNKNOWN_DIVISION", { code: "y" })),
      broken: failing(new Broken("relation of 411104198001010017")),
      text: failing("411104198001010017"),
      inner: { type: GraphQLString, resolve: () => Promise.reject(new GraphQLError("as it is")) },
    },
  }),
});

let isThere = true;
let asked = 0;
const [closed, failures]: [string[], unknown[]] = [[], []];
const subgraphOf = (part: Partial<ServedSubgraph> = {}): ServedSubgraph => ({
  name: "test",
  schema,
  open: (): DatabaseClient => ({
    $disconnect: () => Promise.resolve(void closed.push("database")),
    isThere: async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return isThere;
    },
  }),
  ...part,
});
let running: RunningSubgraph;
beforeAll(async () => {
  running = await serveSubgraph(subgraphOf(), {
    databaseUrl: "postgres://nowhere",
    port: 0,
    onFailure: (failure) => void failures.push(failure),
    lostLines: () => 3,
  });
});
afterAll(() => running.stop());

const at = (path: string, init: RequestInit = {}) => fetch(new URL(path, running.url), init);
const post = async (body: unknown, url = running.url) => {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

describe("a department's door", () => {
  test("answers a question that is posted, and nothing else", async () => {
    const answer = await at("/", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ hello }" }),
    });
    const text = await answer.text();
    expect([answer.status, JSON.parse(text)]).toEqual([200, { data: { hello: "你好" } }]);
    expect(answer.headers.get("content-length")).toBe(String(Buffer.byteLength(text)));
    for (const method of ["GET", "PUT"]) {
      const refused = await at("/", { method });
      expect([refused.status, refused.headers.get("allow"), await refused.text()]).toEqual([405, "POST", ""]);
    }
  });

  test("refuses what is no question", async () => {
    for (const body of ["{", "[]", '"x"', "null", { query: 7 }, {}])
      expect([body, (await post(body)).status]).toEqual([body, 400]);
  });

  test("tells an error that was meant for its caller in our own words, and of every other nothing but its kind and place", async () => {
    failures.length = 0;
    const words = (query: string, variables = {}) =>
      post({ query, variables }).then(({ body }) =>
        (body["errors"] as { message: string; extensions: { code?: string } }[]).map(({ message, extensions }) => [
          message,
          extensions.code,
        ]),
      );
    const [[message] = []] = await words("{ meant }");
    expect(message).not.toContain("Internal");
    // graphql-js puts the value in front: it may be somebody's number.
    const [[coded, code] = []] = await words("query ($c: Code) { coded(code: $c) }", { c: "411104198001010017" });
    expect([String(coded).includes("411104"), code]).toEqual([false, "HUB_UNKNOWN_DIVISION"]);
    expect(await words("{ inner }")).toEqual([["as it is", "INTERNAL_SERVER_ERROR"]]);
    expect(failures).toEqual([]);
    const internal = ["Internal error in the department's service", "INTERNAL_SERVER_ERROR"];
    expect(await words("{ one: broken two: text }")).toEqual([internal, internal]);
    expect(failures).toEqual([
      { kind: "Broken", code: "42P01", path: "one" },
      { kind: "NonErrorThrown", code: undefined, path: "two" },
    ]);
  });

  test("with the hub's keys, refuses whatever comes without an envelope, whole", async () => {
    const { publicKey } = await generateKeyPair("EdDSA", { extractable: true });
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "EdDSA" }] };
    const builder = createBuilder<unknown, object>();
    builder.queryField("hello", (t) => t.string({ ...open(), resolve: () => "你好" }));
    const options = { databaseUrl: "postgres://nowhere", port: 0, envelopeKeys: keys };
    const guardedOne = await serveSubgraph(subgraphOf({ schema: subgraphSchema(builder) }), options);
    const { status, body } = await post({ query: "{ hello }" }, guardedOne.url);
    await guardedOne.stop();
    expect([status, body["data"], body["errors"]]).toEqual([
      401,
      undefined,
      [expect.objectContaining({ extensions: expect.objectContaining({ code: "HUB_ENVELOPE_REFUSED" }) })],
    ]);
  });
});

describe("what its operator asks", () => {
  test("it is alive, and ready while its database answers, which is asked once however many ask", async () => {
    const answered = async (path: string) => {
      const response = await at(path);
      return [response.status, response.headers.get("cache-control"), await response.text()];
    };
    expect(await answered("/healthz")).toEqual([200, "no-store", "ok\n"]);
    asked = 0;
    const both = await Promise.all([answered("/readyz"), answered("/readyz")]);
    expect([both, asked]).toEqual([Array(2).fill([200, "no-store", '{"ready":true,"database":"up"}']), 1]);
    isThere = false;
    expect(await answered("/readyz")).toEqual([503, "no-store", '{"ready":false,"database":"down"}']);
    isThere = true;
    expect([(await answered("/readyz"))[0], asked]).toEqual([200, 3]);
    expect((await at("/healthz", { method: "PUT" })).status).toBe(405);
    expect((await at("/elsewhere")).status).toBe(405);
  });

  test("its metrics count each fetch by status and time, and what failed within", async () => {
    const metrics = async () => {
      const text = await (await at("/metrics")).text();
      return (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? 0);
    };
    const seconds = (status: number, part: string) =>
      `hub_department_fetch_duration_seconds_${part}\\{(?=[^}]*status="${status}")[^}]*\\}`;
    const failed = 'hub_department_internal_errors_total\\{subgraph="test"\\}';
    const before = await metrics();
    await post({ query: "{ hello broken }" });
    await post("{");
    await at("/healthz");
    const after = await metrics();
    const more = (name: string): number => after(name) - before(name);
    expect([more(seconds(200, "count")), more(seconds(400, "count")), more(failed)]).toEqual([1, 1, 1]);
    expect(more(seconds(200, "sum"))).toBeLessThan(performance.now() / 1000);
  });
});

test("a department's own work begins with the hub, reads its tables, and ends before its connections do", async () => {
  const order: string[] = [];
  const told: unknown[] = [];
  const statements = { rows: () => Promise.resolve([]), close: () => Promise.resolve(void order.push("statements")) };
  const watch = {
    app: "watch",
    purpose: "WATCH",
    begin: (hub: HubWatch) => {
      told.push(hub.statements === (statements as unknown), hub.today());
      return () => Promise.resolve(void order.push("watch"));
    },
  };
  const options = { databaseUrl: "postgres://nowhere", port: 0 };
  const opened = () => statements as never;
  const worker = await serveSubgraph(subgraphOf({ openStatements: opened, watch }), options);
  const hub = { ask: () => Promise.resolve({}), today: () => "2026-11-24", told: () => undefined };
  worker.watch?.begin(hub);
  expect([worker.name, worker.watch?.app, worker.watch?.purpose, told]).toEqual([
    "test",
    "watch",
    "WATCH",
    [true, "2026-11-24"],
  ]);
  closed.length = 0;
  await worker.stop();
  expect([order, closed]).toEqual([["watch", "statements"], ["database"]]);
  await expect(fetch(worker.url)).rejects.toThrow();
  const plain = await serveSubgraph(subgraphOf({ openStatements: opened }), options);
  expect(plain).not.toHaveProperty("watch");
  await plain.stop();
});
