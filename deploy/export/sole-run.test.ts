import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { soleRun } from "./sole-run.ts";

/*
 * 20.6: two runs on one file, on whatever file system, and after whatever end of the one before.
 */

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sole-"));
  out = join(folder, "table.csv");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const QUICK = { beat: 20, silence: 400 };
const BUSY = `Another run is at work on `;

/** A run of a machine whose processes cannot be asked for. */
const elsewhere = () => writeFile(`${out}.run-1`, JSON.stringify({ place: "another machine", pid: process.pid }));

/** A process id that nobody has any more. */
const goneProcess = (): number => spawnSync(process.execPath, ["--version"]).pid;

test("20.6: whoever is second is refused while the first is at work, and let in once it is done", async () => {
  const run = await soleRun(out);
  await expect(soleRun(out)).rejects.toThrow(BUSY);
  await run.assertSole();
  await run.release();
  expect(await readdir(folder)).toEqual([]);
  await (await soleRun(out)).release();
});

test("20.6: of many that follow a run that was killed one is let in, at once and without anybody's help", async () => {
  const own = await soleRun(out);
  const { place } = JSON.parse(await readFile(`${out}.run-1`, "utf8")) as { readonly place: string };
  await own.release();
  for (let round = 0; round < 5; round += 1) {
    await writeFile(`${out}.run-${round + 1}`, JSON.stringify({ place, pid: goneProcess() }));
    // Whoever waited for signs of life would wait for an hour.
    const runs = await Promise.allSettled(
      Array.from({ length: 8 }, () => soleRun(out, { beat: 100, silence: 3_600_000 })),
    );
    const sole = runs.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
    expect(sole).toHaveLength(1);
    await sole[0]?.assertSole();
    await sole[0]?.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

test("20.6: a run on another machine is at work for as long as it shows signs of life, whatever its clock says", async () => {
  await elsewhere();
  let beats = 0;
  const beating = setInterval(() => {
    beats += 1;
    utimes(`${out}.run-1`, 1, 1_000_000_000 + beats).catch(() => undefined);
  }, 20);
  await expect(soleRun(out, QUICK)).rejects.toThrow(BUSY);
  clearInterval(beating);
  const run = await soleRun(out, QUICK);
  expect(await readdir(folder)).toEqual(["table.csv.run-2"]);
  await run.release();
});

test("20.6: one that was silent for too long is told that another has taken over before it writes again", async () => {
  const run = await soleRun(out, { beat: 60_000, silence: 60_000 });
  await elsewhere();
  const other = await soleRun(out, QUICK);
  await expect(run.assertSole()).rejects.toThrow("Another run has taken over");
  await run.release();
  await other.assertSole();
  await other.release();
});

test("20.6: what a run left of its file when it was killed while it wrote it keeps nobody out", async () => {
  await writeFile(`${out}.run-4`, "");
  const run = await soleRun(out, QUICK);
  await run.assertSole();
  await run.release();
  expect(await readdir(folder)).toEqual([]);
});
