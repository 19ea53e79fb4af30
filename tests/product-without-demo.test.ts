import { afterAll, expect, test } from "@jest/globals";
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { testDatabase } from "./test-database.ts";

const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill();
});

const filesUnder = (room: string): readonly string[] =>
  readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !/generated\/|dist\//.test(path))
    .map((path) => join(room, path));

const importsOf = (path: string): readonly string[] =>
  [...readFileSync(path, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.\.?\/[^"]+\.tsx?)"/g)]
    .map(([, specifier = ""]) => relative(".", resolve(path, "..", specifier)))
    .filter((imported) => !imported.includes("generated/"));

/** Every file that `files` reach by imports, with the file that named it first. */
const reachedFrom = (files: readonly string[]): ReadonlyMap<string, string> => {
  const reached = new Map<string, string>(files.map((path) => [path, path]));
  for (const path of reached.keys())
    for (const imported of importsOf(path)) if (!reached.has(imported)) reached.set(imported, path);
  return reached;
};

test("neither the product nor one of its tests reaches a file of demo/, or names one", () => {
  const product = ["gateway", "host", "ledger", "schema", "subgraphs", "console"].flatMap(filesUnder);
  expect(product.length).toBeGreaterThan(400);
  const reached = [...reachedFrom(product)].filter(([path]) => path.startsWith("demo/"));
  expect(reached.map(([path, by]) => `${by} imports ${path}`)).toEqual([]);
  // The console asks the demo's desk over HTTP, and does without where there is none.
  const naming = product.filter((path) => !path.startsWith("console/") && /\bdemo\//.test(readFileSync(path, "utf8")));
  expect(naming).toEqual([]);
});

/** Starts a command line with demo/ out of reach, and waits for the line that tells its URL. */
const start = async (file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const node = ["--import", "./tests/fixtures/strip-types.js", "--import", "./tests/fixtures/hide-demo.js"];
  const child = spawn(process.execPath, [...node, file, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "--no-warnings", ...env },
  });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/[^\s"]+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`${file} ended before it answered`);
};

test("a department on an empty database and the gateway before it start and answer without demo/", async () => {
  const databaseUrl = await testDatabase("without_demo");
  const housing = await start("subgraphs/kit/main.ts", ["housing", "--open", "--port", "0"], {
    DATABASE_URL_HOUSING: databaseUrl,
  });
  const supergraph = ["--supergraph", "schema/supergraph.graphql", "--upstream", `housing=${housing}`];
  const gateway = await start("gateway/main.ts", [...supergraph, "--port", "0"]);
  const response = await fetch(gateway, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: '{ constructionProjects(division: "4111") { edges { node { code } } } }' }),
  });
  expect(await response.json()).toEqual({ data: { constructionProjects: { edges: [] } } });
  // O10: a department's process is watched as any other.
  const get = async (path: string) => {
    const answer = await fetch(new URL(path, housing));
    return [answer.status, await answer.text()] as const;
  };
  expect(await get("/healthz")).toEqual([200, "ok\n"]);
  expect(await get("/readyz")).toEqual([200, '{"ready":true,"database":"up"}']);
  const [, metrics] = await get("/metrics");
  expect(metrics).toMatch(
    /^hub_department_fetch_duration_seconds_count\{(?=.*status="200")(?=.*subgraph="housing").*\} [1-9]/m,
  );
  expect((await get("/"))[0]).toBe(405);
});

test("the other command lines explain themselves without demo/", async () => {
  const files = ["gateway/command-line/explain.ts", "ledger/cli.ts", "ledger/witness/main.ts", "deploy/compose.ts"];
  const codes = files.map(async (file) => {
    const node = ["--import", "./tests/fixtures/strip-types.js", "--import", "./tests/fixtures/hide-demo.js"];
    const child = spawn(process.execPath, [...node, file, "--help"], {
      stdio: "ignore",
      env: { ...process.env, NODE_OPTIONS: "--no-warnings" },
    });
    return new Promise<number | null>((done) => child.once("exit", done));
  });
  expect(await Promise.all(codes)).toEqual([0, 0, 0, 0]);
});
