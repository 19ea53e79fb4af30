import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { serverAudits } from "graphql-http";
import { pino } from "pino";
import { ask, post } from "../tests/fixtures/federation/ask.ts";
import { type Federation, startFederation } from "../tests/fixtures/federation/start-federation.ts";
import { createGateway, type Gateway } from "./create-gateway.ts";

let federation: Federation;
let gateway: Gateway;

beforeAll(async () => {
  federation = await startFederation();
  gateway = await createGateway({ supergraph: { sdl: federation.sdl }, logger: pino({ level: "silent" }) });
});
afterAll(async () => {
  await gateway.close();
  await federation.stop();
});

test("answers one question from three subgraphs", async () => {
  expect(await ask(gateway, "{ me { name role reviews { body product { name price } } } }")).toMatchInlineSnapshot(`
   {
     "body": {
       "data": {
         "me": {
           "name": "Ada",
           "reviews": [
             {
               "body": "Solid.",
               "product": {
                 "name": "Table",
                 "price": 899,
               },
             },
             {
               "body": "Too soft.",
               "product": {
                 "name": "Couch",
                 "price": 1299,
               },
             },
           ],
           "role": "ADMIN",
         },
       },
     },
     "status": 200,
     "type": "application/graphql-response+json; charset=utf-8",
   }
  `);
});

test("answers over HTTP as in process", async () => {
  const { url } = await gateway.listen({ port: 0 });
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
    body: JSON.stringify({ query: "{ me { name } }" }),
  });
  expect(await response.json()).toEqual({ data: { me: { name: "Ada" } } });
  expect(response.headers.get("traceparent")).toMatch(/^00-(?!a{32})[0-9a-f]{32}-(?!b{16})[0-9a-f]{16}-01$/);
  const huge = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "x".repeat(10_000_000),
  });
  expect(huge.status).toBe(413);
  expect(await huge.json()).toMatchObject({ errors: [{ extensions: { code: "HUB_BODY_TOO_LARGE" } }] });
});

describe("GraphQL over HTTP", () => {
  const audits = serverAudits({
    url: "http://localhost/graphql",
    fetchFn: (url: string, init: RequestInit) => gateway.fetch(new Request(url, init)),
  });
  const required = audits.filter(({ name }) => !name.startsWith("MAY"));

  test("the audits are the ones we know", () => {
    expect(required.map(({ id }) => id)).toMatchSnapshot();
  });
  test.each(required.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))("%s", async (_, audit) => {
    expect(await audit.fn()).toMatchObject({ status: "ok" });
  });
});

describe("bad input gets a clear error", () => {
  const nested = (levels: number) => `{ me ${"{ reviews { author ".repeat(levels)}{ id }${"} }".repeat(levels)} }`;
  const aliases = (count: number) =>
    `{ ${Array.from({ length: count }, (_, index) => `a${index}: me { id }`).join(" ")} }`;
  const sends: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["malformed JSON", () => post(gateway, '{"query": "{ me')],
    ["not an object", () => post(gateway, '"{ me { name } }"')],
    ["not UTF-8", () => post(gateway, new Uint8Array([0x7b, 0xff, 0x7d]))],
    ["no query", () => post(gateway, "{}")],
    ["another content type", () => post(gateway, "{ me { name } }", { "content-type": "text/plain" })],
    ["a 10 MB query", () => ask(gateway, "{ me { name } }".padEnd(10_000_000))],
    ["a document of 60,000 characters", () => ask(gateway, "{ me { name } }".padEnd(60_000))],
    ["too many tokens", () => ask(gateway, `{ me { ${"id ".repeat(3_000)} } }`)],
    ["deep nesting", () => ask(gateway, nested(100))],
    ["unclosed nesting", () => ask(gateway, `{ me(x: ${"[".repeat(300)}`)],
    ["deeply nested arguments", () => ask(gateway, `{ me(x: ${"[".repeat(300)}1${"]".repeat(300)}) { id } }`)],
    ["10,000 aliases", () => ask(gateway, aliases(10_000))],
    ["200 aliases", () => ask(gateway, aliases(200))],
    ["a syntax error", () => ask(gateway, "{ me { name }")],
    ["an unknown field", () => ask(gateway, "{ me { salary } }")],
    ["an unknown operation name", () => ask(gateway, "query A { me { id } }", { operationName: "B" })],
    [
      "wrong variable types",
      () =>
        ask(gateway, "query ($id: ID!, $n: Int) { user(id: $id) { reviews(first: $n) { id } } }", {
          variables: { id: [], n: "x" },
        }),
    ],
    ["a missing variable", () => ask(gateway, "query ($id: ID!) { user(id: $id) { name } }")],
    ["__proto__ as an alias", () => ask(gateway, "{ __proto__: me { name } }")],
    ["__proto__ as a variable", () => ask(gateway, "query ($__proto__: ID!) { user(id: $__proto__) { name } }")],
    [
      "__proto__ among the variables",
      () => post(gateway, '{"query":"{ me { name } }","variables":{"__proto__":{"x":1}}}'),
    ],
    [
      "__proto__ in disguise",
      () => post(gateway, '{"query":"{ me { name } }","variables":{"\\u005f_proto__":{"x":1}}}'),
    ],
    ["a negative page", () => ask(gateway, "{ products(first: -1) { name } }")],
    ["a huge page", () => ask(gateway, "query ($n: Int) { products(first: $n) { name } }", { variables: { n: 1e9 } })],
    [
      "a costly question",
      () => ask(gateway, "{ products(first: 1000) { reviews { author { reviews { author { reviews { id } } } } } } }"),
    ],
    [
      "S13: a batch that is costly in sum",
      () => {
        const query = "{ products(first: 1000) @skip(if: true) { reviews { author { reviews { id } } } } }";
        return post(gateway, JSON.stringify(Array(5).fill({ query })));
      },
    ],
    ["a batch of 11", () => post(gateway, JSON.stringify(Array(11).fill({ query: "{ me { id } }" })))],
    ["an empty batch", () => post(gateway, "[]")],
    ["a damaged gzip body", () => post(gateway, "not gzip", { "content-encoding": "gzip" })],
    ["an unknown encoding", () => post(gateway, "x", { "content-encoding": "zstd" })],
    ["a mutation over GET", () => get("/graphql?query=mutation{rename(id:1,name:%22x%22){id}}")],
    ["malformed JSON over GET", () => get("/graphql?query={me{id}}&variables={")],
    ["an unknown path", () => get("/admin")],
  ];
  const get = async (path: string) => {
    const response = await gateway.fetch(
      new Request(`http://localhost${path}`, { headers: { accept: "application/json" } }),
    );
    return { status: response.status, body: await response.text() };
  };

  test.each(sends)("%s", async (_, send) => {
    expect(await send()).toMatchSnapshot();
    expect((await ask(gateway, "{ me { name } }")).body).toEqual({ data: { me: { name: "Ada" } } });
  });

  test("cyclic fragments end in validation", async () => {
    const { status, body } = await ask(
      gateway,
      "{ me { ...A } } fragment A on User { ...B } fragment B on User { ...A }",
    );
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain("Cannot spread fragment");
  });

  test("a name that is harmless stays usable", async () => {
    expect((await ask(gateway, "{ constructor: me { toString: name } }")).body).toEqual({
      data: { constructor: { toString: "Ada" } },
    });
  });
});
