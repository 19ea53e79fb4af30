import { execFileSync } from "node:child_process";
import { constants, closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { openLog, PatientWriter } from "./log.ts";

const folder = mkdtempSync(join(tmpdir(), "host-log-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const LINE = `${"x".repeat(999)}\n`;

test("lines are written in their order, to a file that nobody else can read", async () => {
  const file = join(folder, "deep", "hub.log");
  const { logger, flush, lost } = openLog(file);
  for (let at = 0; at < 100; at++) logger.info({ at }, "line");
  await flush(5_000);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { at: number }).at)).toEqual([...Array(100).keys()]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(lost()).toBe(0);
});

test("O1: a full disk throws nothing and stops nothing; what finds no room is counted", async () => {
  const descriptor = openSync("/dev/full", "w");
  const writer = new PatientWriter(descriptor);
  for (let line = 0; line < 1_100; line++) writer.write(LINE);
  const started = performance.now();
  await writer.flush(50);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(writer.lost).toBe(100);
});

test("O1: a reader that stood still gets everything that found room, and how much did not", async () => {
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const writer = new PatientWriter(pipe);
  for (let line = 0; line < 1_003; line++) writer.write(LINE);
  await writer.flush(50);
  const bytes = Buffer.alloc(65_536);
  let read = "";
  const written = { all: false };
  void writer.flush(30_000).then(() => (written.all = true));
  while (!written.all) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    try {
      for (;;) read += bytes.toString("utf8", 0, readSync(pipe, bytes));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
  closeSync(pipe);
  expect(read.startsWith(LINE.repeat(1_000))).toBe(true);
  expect(JSON.parse(read.slice(1_000_000))).toMatchObject({ lost: 3, msg: "Lines of this log found no room." });
}, 30_000);
