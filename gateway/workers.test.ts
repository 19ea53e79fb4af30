import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { until } from "../ledger/tests/until.ts";
import { composeFixture } from "../tests/fixtures/federation/start-federation.ts";

interface Line {
  readonly pid: number;
  readonly msg: string;
  readonly url?: string;
}

let folder: string;
let path: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-workers-"));
  path = join(folder, "supergraph.graphql");
  await writeFile(path, composeFixture({}));
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

/** A gateway, its log as it grows, and what it said on stderr. */
const start = (...flags: string[]) => {
  const node = ["--import", "./tests/fixtures/strip-types.js", "gateway/main.ts", "--port", "0", ...flags];
  const child = spawn(process.execPath, node, { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  const log: Line[] = [];
  const said: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => log.push(JSON.parse(line) as Line));
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  return { child, log, said };
};

/** Longer than any start takes on a busy machine. */
const PATIENT = 45_000;

const lines = (log: readonly Line[], message: string, count: number): Promise<readonly Line[]> =>
  until(() => {
    const found = log.filter(({ msg }) => msg === message);
    return Promise.resolve(found.length < count ? null : found);
  }, PATIENT);

test("two workers answer on one port; one is killed, the other answers on, and it is started again; SIGTERM ends all in order", async () => {
  const { child, log } = start("--supergraph", path, "--workers", "2");
  const ready = await lines(log, "The gateway is ready.", 2);
  const [{ url = "", pid } = { pid: 0 }] = ready;
  expect(new Set(ready.map((line) => line.url))).toEqual(new Set([url]));
  const ask = async (): Promise<unknown> => {
    const options = { headers: { connection: "close" }, signal: AbortSignal.timeout(PATIENT) };
    return (await fetch(`${url}?query={__typename}`, options)).json();
  };
  const workersIn = async (): Promise<readonly string[]> => {
    const text = await (await fetch(new URL("/metrics", url))).text();
    return [...text.matchAll(/^hub_build_info\{.*worker="(\d)".*\} 1$/gm)].map(([, worker = ""]) => worker).sort();
  };
  expect(await workersIn()).toEqual(["1", "2"]);
  process.kill(pid, "SIGKILL");
  await lines(log, "A worker ended.", 1);
  const answers = await Promise.all(Array.from({ length: 40 }, ask));
  expect(answers).toEqual(Array(40).fill({ data: { __typename: "Query" } }));
  const again = await lines(log, "The gateway is ready.", 3);
  expect(new Set(again.map((line) => line.pid)).size).toBe(3);
  expect(await workersIn()).toEqual(["1", "2"]);
  child.kill("SIGHUP");
  await lines(log, "Certificates were read again; keys, grants and the supergraph are followed.", 2);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  for (const line of again) expect(() => process.kill(line.pid, 0)).toThrow("ESRCH");
});

test("a number that is none, counters that nobody shares, and a first worker that cannot begin are told in one line", async () => {
  const ended = async (...flags: string[]) => {
    const { child, said } = start(...flags);
    const [code] = (await once(child, "close")) as [number];
    return [code, said];
  };
  const missing = join(folder, "nowhere.graphql");
  expect(
    await Promise.all([
      ended("--supergraph", path, "--workers", "many"),
      ended("--supergraph", path, "--workers", "2", "--grants", "grants.yaml", "--jwks", "keys.json"),
      ended("--supergraph", missing, "--workers", "2"),
    ]),
  ).toEqual([
    [2, ["--workers must be 1 to 64 or auto, got many. See --help."]],
    [1, [expect.stringMatching(/^--workers with --grants FILE needs --counters URL/)]],
    [1, [`No such file: ${missing}`]],
  ]);
});
