import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { pino } from "pino";
import { composeFixture } from "../../tests/fixtures/federation/start-federation.ts";
import { createGateway, type Gateway } from "../create-gateway.ts";

const script = "console.log(1)";
let folder: string;
let gateway: Gateway;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-playground-"));
  const built = join(folder, "built");
  await mkdir(join(built, "assets"), { recursive: true });
  await Promise.all([
    writeFile(join(folder, "secret.json"), "{}"),
    writeFile(join(built, "index.html"), "<!doctype html>"),
    writeFile(join(built, "questions.json"), "[]"),
    writeFile(join(built, "assets", "app-1a2b.js"), script),
    writeFile(join(built, "assets", "app-1a2b.js.br"), brotliCompressSync(script)),
    writeFile(join(built, "assets", "app-1a2b.js.gz"), gzipSync(script)),
    writeFile(join(built, "assets", "notes.exe"), "MZ"),
  ]);
  gateway = await createGateway({
    supergraph: { sdl: composeFixture({}) },
    playground: built,
    logger: pino({ level: "silent" }),
  });
});
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await gateway.fetch(new Request(`http://localhost${path}`, { headers }));
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
};

test("a browser gets the page, which may speak to this host alone", async () => {
  const { status, headers, body } = await get("/graphql", { accept: "text/html,*/*;q=0.8" });
  expect([status, body.toString()]).toEqual([200, "<!doctype html>"]);
  expect(headers.get("cache-control")).toBe("no-cache");
  expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(headers.get("content-security-policy")).not.toMatch(/https?:|\*/);
});

test("R25: no page that opened this one keeps a hand on it", async () => {
  for (const page of ["/graphql", "/apply?coordinate=Person.name&purpose=X"]) {
    const { headers } = await get(page, { accept: "text/html" });
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  }
});

test("the link of a denied field is the same page for everybody, whatever it says", async () => {
  const plain = await get("/graphql", { accept: "text/html" });
  const { status, headers, body } = await get('/apply?coordinate="><script>alert(1)</script>&purpose=%00', {
    accept: "*/*",
  });
  expect([status, body.equals(plain.body)]).toEqual([200, true]);
  const kept = ["content-security-policy", "cache-control", "referrer-policy", "x-content-type-options"];
  expect(kept.map((name) => headers.get(name))).toEqual(kept.map((name) => plain.headers.get(name)));
  expect([headers.get("set-cookie"), (await get("/apply/more")).status]).toEqual([null, 404]);
});

test("a program that asks there gets GraphQL", async () => {
  const { headers, body } = await get("/graphql?query={__typename}", { accept: "application/json" });
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(body.toString()).toBe('{"data":{"__typename":"Query"}}');
});

test.each([
  ["br, gzip", "br", brotliCompressSync(script)],
  ["gzip", "gzip", gzipSync(script)],
  ["br;q=0, gzip;q=0.5", "gzip", gzipSync(script)],
  ["identity", null, Buffer.from(script)],
  ["", null, Buffer.from(script)],
])("assets come as accepted (%s) and for good", async (accepted, encoding, bytes) => {
  const { status, headers, body } = await get("/graphql/assets/app-1a2b.js", { "accept-encoding": accepted });
  expect(status).toBe(200);
  expect(headers.get("content-encoding")).toBe(encoding);
  expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(headers.get("vary")).toBe("accept, accept-encoding");
  expect(body.equals(bytes)).toBe(true);
});

test("an unchanged file is not sent again", async () => {
  const { headers } = await get("/graphql/questions.json");
  const again = await get("/graphql/questions.json", { "if-none-match": headers.get("etag") ?? "" });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test.each([
  "/graphql/../secret.json",
  "/graphql/%2e%2e/secret.json",
  "/graphql/..%2fsecret.json",
  "/graphql/assets/notes.exe",
  "/graphql/assets/app-1a2b.js.br",
  "/graphql/assets",
  "/graphql/__proto__",
])("%s does not exist", async (path) => {
  expect((await get(path)).status).toBe(404);
});
