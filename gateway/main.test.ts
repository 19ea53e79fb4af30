import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { freePort } from "../deploy/postgres/embedded-postgres.ts";
import { until } from "../ledger/tests/until.ts";
import { composeFixture } from "../tests/fixtures/federation/start-federation.ts";
import { certificateAuthority, type Issued } from "../tests/fixtures/tls/certificate-authority.ts";

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-main-"));
  path = join(folder, "supergraph.graphql");
  await writeFile(path, composeFixture({}));
});
afterAll(() => rm(folder, { recursive: true }));

const start = (...options: string[]): ChildProcess =>
  spawn(process.execPath, ["--import", "./tests/fixtures/strip-types.js", "gateway/main.ts", ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });

const run = async (...options: string[]) => {
  const child = start(...options);
  let [out, err] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
};

test("--help explains itself", async () => {
  const { code, out, err } = await run("--help");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/--supergraph FILE[\s\S]*--port N[\s\S]*--host HOST/);
});

test("serves until told to stop, then stops at once", async () => {
  const child = start("--supergraph", path, "--port", "0");
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  const { url, msg } = JSON.parse(line.toString()) as { url: string; msg: string };
  expect(msg).toBe("The gateway is ready.");
  expect(await (await fetch(`${url}?query={__typename}`)).json()).toEqual({ data: { __typename: "Query" } });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("O1, O10: a full log disk and a hangup stop nothing; a signal ends the gateway all the same", async () => {
  const full = openSync("/dev/full", "w");
  const port = await freePort();
  const node = [
    "--import",
    "./tests/fixtures/strip-types.js",
    "gateway/main.ts",
    "--supergraph",
    path,
    "--port",
    String(port),
  ];
  const child = spawn(process.execPath, node, { stdio: ["ignore", full, "inherit"] });
  const ask = async (): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${port}/graphql?query={__typename}`)).json().catch(() => undefined);
  const answered = await until(() => ask().catch(() => null));
  child.kill("SIGHUP");
  expect([answered, await ask()]).toEqual(Array(2).fill({ data: { __typename: "Query" } }));
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  closeSync(full);
});

test("a gateway with a certificate answers over TLS, and reads it again at a hangup", async () => {
  const city = await certificateAuthority(join(folder, "city"), "city");
  const [first, second] = await Promise.all([city.issue("first"), city.issue("second")]);
  const [cert, key] = [join(folder, "current.pem"), join(folder, "current.key")];
  const put = (issued: Issued) => Promise.all([copyFile(issued.cert, cert), copyFile(issued.key, key)]);
  await put(first);
  const flags = ["--supergraph", path, "--port", "0", "--tls-cert", cert, "--tls-key", key];
  const child = start(...flags);
  const said = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const lines = said[Symbol.asyncIterator]();
  const next = async (message: string): Promise<{ readonly url: string }> => {
    for (;;) {
      const line = JSON.parse(String((await lines.next()).value)) as { readonly url: string; readonly msg: string };
      if (line.msg === message) return line;
    }
  };
  const { url } = await next("The gateway is ready.");
  const shown = async (): Promise<string> => {
    const { hostname, port, protocol } = new URL(url);
    expect(protocol).toBe("https:");
    const socket = connect({ host: hostname, port: Number(port), ca: await readFile(city.cert) });
    await once(socket, "secureConnect");
    const { subject } = socket.getPeerCertificate();
    socket.destroy();
    return String(subject.CN);
  };
  expect(await shown()).toBe("first");
  await put(second);
  child.kill("SIGHUP");
  await next("Certificates were read again; keys, grants and the supergraph are followed.");
  expect([await shown(), await shown()]).toEqual(["second", "second"]);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await run("--supergraph", path, "--tls-cert", first.cert, "--tls-key", second.key)).toEqual({
    code: 1,
    out: "",
    err: `${second.key} is not the key of ${first.cert}.\n`,
  });
});

test("S20: no password stands in the process list", async () => {
  const url = "postgresql://hub:secret@127.0.0.1/hub";
  const governed = ["--supergraph", path, "--grants", "grants.yaml", "--jwks", "keys.json"];
  const results = await Promise.all([
    run("--supergraph", path, "--grants-database", url, "--jwks", "keys.json"),
    run(...governed, `--counters=${url}`),
    run(...governed, "--ledger", "postgresql://127.0.0.1/hub?user=hub&password=secret"),
  ]);
  expect(results.map(({ code, err }) => `${code} ${err}`)).toEqual([
    "1 --grants-database shows its password in the process list: give the URL as HUB_GRANTS_DATABASE.\n",
    "1 --counters shows its password in the process list: give the URL as HUB_COUNTERS_URL.\n",
    "1 --ledger shows its password in the process list: give the URL as DATABASE_URL_LEDGER.\n",
  ]);
});

test("a mistake gets one clear line", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const broken = join(folder, "broken.graphql");
  await writeFile(broken, "type Query { a: Int }");
  const results = await Promise.all([
    run("--supergraph", path, "--port", String(port)),
    run("--supergraph", join(folder, "nowhere.graphql"), "--port", "0"),
    run("--supergraph", broken, "--port", "0"),
    run("--supergraph", path, "--port", "80000"),
    run("--supergraph", path, "--upstream", "users", "--port", "0"),
    run("--supergraph", path, "--apply", "javascript:alert(1)"),
    run("--frobnicate"),
    run("--supergraph", path, "--grants", "grants.yaml", "--grants-database", "postgresql://127.0.0.1/sharing"),
    run("--supergraph", path, "--grants-database", "sharing", "--jwks", "keys.json"),
    run("--supergraph", path, "--grants-database", "postgres://h/sharing", "--ledger", "postgres://h/ledger"),
    run("--supergraph", path, "--grants", "grants.yaml", "--counters", "redis://127.0.0.1"),
    run("--supergraph", path, "--jwks", "keys.json"),
    run("--supergraph", path, "--mcp", "https://hub.test"),
    run("--supergraph", path, "--grants", "grants.yaml", "--mcp", "http://hub.test/mcp"),
  ]);
  taken.close();
  expect(results.map(({ code, err }) => [code, err.replaceAll(folder, "").replace(String(port), "PORT")])).toEqual([
    [1, "Port PORT is in use. Choose another with --port.\n"],
    [1, "No such file: /nowhere.graphql\n"],
    [1, "Not a federation supergraph: it names no subgraphs (enum join__Graph).\n"],
    [1, "--port must be 0 to 65535, got 80000.\n"],
    [1, "--upstream must be NAME=URL, got users.\n"],
    [1, "--apply must be an http(s) URL or a path, got javascript:alert(1).\n"],
    [2, "Unknown option '--frobnicate'. See --help.\n"],
    [1, "Give --grants or --grants-database, not both.\n"],
    [1, "--grants-database must be a postgresql:// URL.\n"],
    [1, expect.stringMatching(/^--grants-database with a ledger needs --sharing-key: .*\n$/)],
    [1, "--counters must be a postgresql:// URL, or memory.\n"],
    [1, "--jwks without --grants: nobody would be granted anything.\n"],
    [1, "--mcp without --grants: nobody's calls could be told apart.\n"],
    [1, "--mcp must be the address under which agents reach the hub: https, a host, no path.\n"],
  ]);
});
