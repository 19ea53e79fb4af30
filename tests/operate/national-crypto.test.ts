import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { JSONWebKeySet } from "jose";
import { pino } from "pino";
import { keysCommand } from "../../deploy/operate/keys.ts";
import { openTestIssuer, type TestIssuer } from "../../gateway/authenticate/fixtures/test-issuer.ts";
import { openGatewayLedger } from "../../gateway/record/open-ledger.ts";
import { classified } from "../../gateway/decide/fixtures/govern.ts";
import { federate } from "../../gateway/execute/fixtures/federate.ts";
import { logKeyIn } from "../../ledger/key-file.ts";
import { readOpenKeys, readSecretKeys } from "../../schema/envelope/seal-keys.ts";
import { createBuilder } from "../../subgraphs/kit/builder/create-builder.ts";
import { subgraphSchema } from "../../subgraphs/kit/builder/federation.ts";
import { conditional } from "../../subgraphs/kit/item.ts";
import { serveSubgraph, type RunningSubgraph } from "../../subgraphs/kit/serve-subgraph.ts";

/** 18.5: a hub and a department that have nothing but keys of SM2: tokens, envelopes, seals; and what a hub of that kind refuses. */

const GRANTS = `
grants:
  - id: notes
    consumer: { app: reader }
    purpose: { code: READING, name: 阅读, basis: 示例 }
    validFrom: "2026-01-01T00:00:00Z"
    validTo: "2036-01-01T00:00:00Z"
    rowScope: ["*"]
    items: { Query.note: CLEAR }
`;

let folder: string;
let issuer: TestIssuer;
let department: RunningSubgraph;
const children: ChildProcess[] = [];
const file = (...names: string[]): string => join(folder, ...names);
const keys = (command: string, name: string, ...flags: string[]) => keysCommand.run([command, file(name), ...flags]);
const textOf = (name: string, which: string): Promise<string> => readFile(file(name, which), "utf8");

const noteSchema = () => {
  const builder = createBuilder<unknown, object>();
  builder.queryFields((t) => ({ note: t.string({ ...conditional("L2"), resolve: () => "沙澧" }) }));
  return subgraphSchema(builder);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "national-crypto-"));
  issuer = await openTestIssuer(file("sm2"), "SM2");
  for (const side of ["hub", "notes"]) await keys("add", side, "--crypto", "gm");
  await keys("add", "old-hub");
  await keys("envelope", "envelope", "--crypto", "gm");
  const { supergraphSdl } = federate({
    notes: { typeDefs: classified("type Query { note: String @item(level: L2, share: CONDITIONAL) }") },
  });
  await writeFile(file("supergraph.graphql"), supergraphSdl);
  await writeFile(file("grants.yaml"), GRANTS);
  const own = readSecretKeys(await textOf("notes", "seal-keys.json"), "gm");
  const theirs = readOpenKeys(await textOf("hub", "seal-keys.public.json"), "gm");
  department = await serveSubgraph(
    { name: "notes", schema: noteSchema(), open: () => ({ $disconnect: () => Promise.resolve() }) },
    {
      databaseUrl: "",
      port: 0,
      envelopeKeys: JSON.parse(await textOf("envelope", "jwks.json")) as JSONWebKeySet,
      seal: { own: () => own, theirs: () => theirs },
    },
  );
}, 60_000);

afterAll(async () => {
  for (const child of children) child.kill();
  await department.stop();
  await rm(folder, { recursive: true });
});

/** A gateway as an operator starts it. */
const start = (hub: string, crypto: string): ChildProcess => {
  const flags = {
    "--supergraph": file("supergraph.graphql"),
    "--grants": file("grants.yaml"),
    "--jwks": issuer.jwksPath,
    "--envelope-key": file("envelope"),
    "--seal-key": file(hub),
    "--department-key": `notes=${file("notes", "seal-keys.public.json")}`,
    "--upstream": `notes=${department.url}`,
    "--counters": "memory",
    "--port": "0",
  };
  const args = ["--import", "./tests/fixtures/strip-types.js", "gateway/main.ts", "--no-ledger"];
  const child = spawn(process.execPath, [...args, ...Object.entries(flags).flat()], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, HUB_CRYPTO: crypto },
  });
  children.push(child);
  return child;
};

const addressOf = async (child: ChildProcess): Promise<string> => {
  let out = "";
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    out += chunk.toString();
    const line = /"url":"([^"]+)".*The gateway is ready/.exec(out);
    if (line) return line[1] ?? "";
  }
  throw new Error(out);
};

const ended = async (child: ChildProcess): Promise<{ code: number; err: string }> => {
  let err = "";
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, err: err.replaceAll(folder, "") };
};

test("18.5: a question is asked and answered in SM2 and SM3 alone; a token of another kind opens nothing", async () => {
  const url = await addressOf(start("hub", "gm"));
  const ask = async (token: string) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}`, "x-purpose": "READING" };
    const response = await fetch(url, { method: "POST", headers, body: '{"query":"{ note }"}' });
    return { status: response.status, body: await response.json() };
  };
  const claims = { app: "reader", department: "a", officer: "zhang" };
  const token = await issuer.issue(claims);
  expect(JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString())).toMatchObject({ alg: "SM2" });
  expect(await ask(token)).toMatchObject({ status: 200, body: { data: { note: "沙澧" } } });
  const other = await openTestIssuer(file("ed25519"));
  expect(await ask(await other.issue(claims))).toMatchObject({
    status: 401,
    body: { errors: [{ message: expect.stringContaining("the token's algorithm is not accepted") }] },
  });
}, 30_000);

test("18.5: the switch refuses keys of another kind and another word, before anything is served", async () => {
  const [seals, word] = await Promise.all([ended(start("old-hub", "gm")), ended(start("hub", "GM"))]);
  expect(seals).toEqual({ code: 1, err: expect.stringContaining("expected a key of SM2, got one of X25519") });
  expect(word).toEqual({ code: 1, err: "--crypto (HUB_CRYPTO) is gm or absent, got GM.\n" });
  await keys("envelope", "old-envelope");
  await expect(keys("envelope", "old-envelope", "--crypto", "gm")).rejects.toThrow("expected a key of SM2, got EdDSA");
}, 30_000);

test("18.5: and a ledger that is not in SM3, or has no SM2 line", async () => {
  const log = pino({ level: "silent" });
  const flags = { database: "postgresql://127.0.0.1:1/none", formerKeys: [], witnesses: [], crypto: "gm" } as const;
  await expect(openGatewayLedger({ ...flags, origin: "hub.example/ledger" }, log)).rejects.toThrow(
    "--crypto gm needs a log in SM3, whose name ends with /sm3; this one is hub.example/ledger.",
  );
  await logKeyIn(folder, "hub.example/ledger/sm3");
  await expect(openGatewayLedger({ ...flags, key: file("log.key") }, log)).rejects.toThrow(
    "--crypto gm needs --ledger-sm2-key beside --ledger-key: the log's SM2 line.",
  );
});
