import { spawn } from "node:child_process";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { AS_FILE, PEOPLE, peopleHub, type PeopleHub } from "../../gateway/export/fixtures/register-of-people.ts";
import { readWorkbook } from "../../subgraphs/kit/workbook/read-workbook.ts";
import { carryOut } from "../operate/command.ts";
import { exportCommand } from "./export.ts";

/*
 * 20.6: `npm run export` over HTTP, against a gateway with all of its governance over a register of 95 people in this process.
 */

const PEOPLE_THERE = 95;

let now = Date.parse("2026-06-01T12:00:00Z");
let hub: PeopleHub;
let folder: string;
let flags: readonly string[];

const progress = jest.spyOn(process.stderr, "write").mockReturnValue(true);

beforeAll(async () => {
  const limited = { ...AS_FILE, purpose: "LIMITED", quota: { requestsPerDay: 4 } };
  hub = await peopleHub(PEOPLE_THERE, { grants: [AS_FILE, limited], clock: () => now, exports: { perApp: 10 } });
  folder = await mkdtemp(join(tmpdir(), "export-"));
  const [{ url }, operation] = [await hub.governed.listen(), await hub.register(PEOPLE)];
  const token = join(folder, "token");
  // The gateway's tests take a caller for a token.
  const { authorization = "" } = hub.governed.headersOf({});
  await writeFile(token, authorization);
  flags = ["--hub", new URL(url).origin, "--token", token, "--case", "CASE-1", "--operation", operation];
});
afterAll(async () => {
  await hub.governed[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const line = (out: string, purpose = "TEST", ...more: readonly string[]): readonly string[] => [
  ...flags,
  "--purpose",
  purpose,
  "--out",
  join(folder, out),
  ...more,
];

const run = (...args: Parameters<typeof line>) => carryOut(exportCommand, line(...args));

const textOf = (out: string): Promise<string> => readFile(join(folder, out), "utf8");

const NUMBERS = Array.from({ length: PEOPLE_THERE }, (_, at) => String(at));

const numbersIn = (csv: string): readonly string[] =>
  (parse(csv, { bom: true }) as readonly (readonly string[])[]).slice(1, -1).map(([number = ""]) => number);

const leftOf = async (out: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith(out) && name !== out);

test("20.6: a table is written with progress, and leaves nothing beside it; one that is there is left alone", async () => {
  expect(await run("whole.csv")).toEqual({
    code: 0,
    text: `${join(folder, "whole.csv")}: 95 rows, 10 pages, records 1 to 10\n`,
  });
  const told = progress.mock.calls.map(([text]) => String(text));
  expect([told[0], told.at(-1)]).toEqual(["10 rows, 1 pages\n", "95 rows, 10 pages\n"]);
  const csv = await textOf("whole.csv");
  expect(numbersIn(csv)).toEqual(NUMBERS);
  expect(csv).toContain("共 95 行 10 页；数据提供记录 1 至 10");
  expect(await leftOf("whole.csv")).toEqual([]);
  expect(await run("whole.csv")).toEqual({ code: 1, text: `${join(folder, "whole.csv")} is there already.\n` });
  expect(await textOf("whole.csv")).toBe(csv);
});

test("20.6: a workbook and NDJSON have the same rows, NDJSON with a line for each page", async () => {
  expect((await run("whole.xlsx")).code).toBe(0);
  const sheet = (await readWorkbook(await readFile(join(folder, "whole.xlsx")))).map(({ cells }) => [
    ...cells.values(),
  ]);
  expect(sheet.slice(1, -1).map(([number]) => number)).toEqual(NUMBERS);
  expect(sheet.at(-1)?.[0]).toContain("水印：用途 TEST");
  expect((await run("whole.ndjson")).code).toBe(0);
  const lines = (await textOf("whole.ndjson")).trimEnd().split("\n");
  const kinds = lines.map((each) => Object.keys(JSON.parse(each) as object)[0]);
  expect(kinds.filter((kind) => kind === "number")).toHaveLength(PEOPLE_THERE);
  expect([kinds[0], kinds.filter((kind) => kind === "$page").length, kinds.at(-1)]).toEqual([
    "$export",
    10,
    "$watermark",
  ]);
});

/** The command as a process of its own, which is killed once it has told of so many pages more; resolves with its end. */
const killedAfter = (pages: number, args: readonly string[]): Promise<NodeJS.Signals | number | null> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ["--no-warnings", "deploy/run.js", "export", ...args], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    let told = 0;
    child.stderr.on("data", (text: Buffer) => {
      told += text.toString().split("pages\n").length - 1;
      if (told >= pages) child.kill("SIGKILL");
    });
    child.once("exit", (code, signal) => {
      resolve(signal ?? code);
    });
  });

test("20.6: an export that is killed again and again goes on after its last whole page: no row is lost, none is doubled", async () => {
  hub.governed.beforeFetch = () => new Promise((resolve) => setTimeout(resolve, 30));
  const ends = [await killedAfter(2, line("killed.csv")), await killedAfter(3, line("killed.csv", "TEST", "--resume"))];
  hub.governed.beforeFetch = () => undefined;
  expect(ends).toEqual(["SIGKILL", "SIGKILL"]);
  // Killed while it wrote its state, a new one that is not whole may stand beside the last that is.
  const left = (await leftOf("killed.csv")).filter((name) => !/\.(?:state\.new|run-\d+)$/.test(name));
  expect(left).toEqual(["killed.csv.part", "killed.csv.state"]);
  // As if it had been killed in the middle of a page.
  await appendFile(join(folder, "killed.csv.part"), '"50","half of a ro');
  expect(await run("killed.csv")).toMatchObject({ code: 1, text: expect.stringContaining("--resume it, or remove") });
  expect((await run("killed.csv", "TEST", "--resume")).code).toBe(0);
  expect(numbersIn(await textOf("killed.csv"))).toEqual(NUMBERS);
  expect(await leftOf("killed.csv")).toEqual([]);
}, 30_000);

test("20.6: two runs on one file are not at work at once; the one that came second harms nothing", async () => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let fetches = 0;
  hub.governed.beforeFetch = () => ((fetches += 1) > 2 ? held : undefined);
  const first = run("twice.csv");
  while (fetches < 3) await new Promise((resolve) => setTimeout(resolve, 10));
  const busy = { code: 1, text: `Another run is at work on ${join(folder, "twice.csv")}.\n` };
  expect(await Promise.all([run("twice.csv", "TEST", "--resume"), run("twice.csv")])).toEqual([busy, busy]);
  letGo();
  expect((await first).code).toBe(0);
  hub.governed.beforeFetch = () => undefined;
  expect(numbersIn(await textOf("twice.csv"))).toEqual(NUMBERS);
  expect(await leftOf("twice.csv")).toEqual([]);
});

test("20.6: a spent quota stops an export with a clear error; the next day it goes on, also into a workbook", async () => {
  for (const out of ["spent.csv", "spent.xlsx"]) {
    const stopped = await run(out, "LIMITED");
    expect(stopped).toEqual({
      code: 1,
      text: expect.stringMatching(
        /^HUB_QUOTA_EXCEEDED: The grant's quota is used up until .*\nNot whole yet: 40 rows, 4 pages\. The same command with --resume goes on from there\.\n$/,
      ),
    });
    now += 24 * 3_600_000;
    expect(await run(out, "LIMITED", "--resume")).toMatchObject({
      code: 1,
      text: expect.stringContaining("80 rows, 8 pages"),
    });
    now += 24 * 3_600_000;
    expect(await run(out, "LIMITED", "--resume")).toMatchObject({ code: 0 });
    now += 24 * 3_600_000;
  }
  expect(numbersIn(await textOf("spent.csv"))).toEqual(NUMBERS);
  const sheet = (await readWorkbook(await readFile(join(folder, "spent.xlsx")))).map(({ cells }) => [
    ...cells.values(),
  ]);
  expect(sheet.slice(1, -1).map(([number]) => number)).toEqual(NUMBERS);
});

test("20.6: what is resumed is what was begun: another table, or another officer, is not put behind it", async () => {
  now += 24 * 3_600_000;
  await run("mixed.csv", "LIMITED");
  expect(await run("mixed.csv", "TEST", "--resume")).toEqual({
    code: 1,
    text: `The export of ${join(folder, "mixed.csv")} that was begun is another one.\n`,
  });
  expect(await run("none.csv", "TEST", "--resume")).toMatchObject({
    code: 1,
    text: expect.stringContaining("Nothing to resume"),
  });
  const { authorization = "" } = hub.governed.headersOf({ officer: null });
  const token = join(folder, "token");
  const before = await readFile(token, "utf8");
  await writeFile(token, authorization);
  now += 24 * 3_600_000;
  const other = await run("mixed.csv", "LIMITED", "--resume");
  await writeFile(token, before);
  expect(other).toMatchObject({ code: 1, text: expect.stringMatching(/^HUB_FIELD_DENIED: .* officer/) });
  expect(await run("wrong.csv", "TEST", "--format", "pdf")).toMatchObject({ code: 2 });
});
