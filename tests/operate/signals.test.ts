import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { until } from "../../ledger/tests/until.ts";
import { composeFixture } from "../fixtures/federation/start-federation.ts";

/** Between an operator and a hub stands npm, with a shell of its own. */

interface Line {
  readonly msg: string;
  readonly pid: number;
}

let folder: string;
let flags: readonly string[];
const hubs: number[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "signals-"));
  const path = join(folder, "supergraph.graphql");
  await writeFile(path, composeFixture({}));
  flags = ["gateway", "--supergraph", path, "--port", "0"];
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

afterAll(async () => {
  for (const pid of hubs) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  await rm(folder, { recursive: true });
});

/** Begins a command line, and waits until the hub behind it answers. */
const begin = async (command: string, args: readonly string[], env: object = {}) => {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...env } });
  const log: Line[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("{")) log.push(JSON.parse(line) as Line);
  });
  const said = (message: string) =>
    until(() => Promise.resolve(log.find(({ msg }) => msg === message) ?? null), 45_000);
  const { pid } = await said("The gateway is ready.");
  hubs.push(pid);
  return { child, pid, said };
};

const ended = async (child: ChildProcess): Promise<unknown> => (await once(child, "exit")) as unknown;

test("O10: SIGTERM to `npm run` reaches the hub, which finishes what is under way, and npm ends with it, with 0", async () => {
  const { child, pid, said } = await begin("npm", ["run", flags[0] ?? "", "--", ...flags.slice(1)]);
  expect(pid).not.toBe(child.pid);
  child.kill("SIGTERM");
  expect(await ended(child)).toEqual([0, null]);
  await said("Stopping: what is under way is finished.");
  expect(isAlive(pid)).toBe(false);
});

test("O10: npx's shell ends at SIGTERM without a word to the hub, which sees it and ends in order", async () => {
  const node = `"${process.execPath}" --import ts-blank-space/register deploy/operate/shali-hub.ts ${flags.join(" ")}; true`;
  const { child, pid, said } = await begin("sh", ["-c", node], { npm_lifecycle_script: "shali-hub" });
  expect(pid).not.toBe(child.pid);
  child.kill("SIGTERM");
  expect(await ended(child)).toEqual([null, "SIGTERM"]);
  await said("Stopping: what is under way is finished.");
  await until(() => Promise.resolve(isAlive(pid) ? null : true), 20_000);
});
