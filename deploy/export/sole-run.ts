import { readFile, readdir, readlink, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";

/** Milliseconds of a run. */
interface Patience {
  /** Between two signs of its life. */
  readonly beat: number;
  /** Without one, after which it is taken for ended where its process cannot be asked for. */
  readonly silence: number;
}

const USUAL: Patience = { beat: 1_000, silence: 8_000 };

const HOLDER = v.object({
  /** The machine since its start and the processes that see each other there; elsewhere a process id means another one, or nobody. */
  place: v.string(),
  pid: v.number(),
});

/** The one run that may work on a file. */
export interface SoleRun {
  /** Rejects once another run has taken over, which it may when this one was silent. */
  readonly assertSole: () => Promise<void>;
  readonly release: () => Promise<void>;
}

const textOf = (reading: Promise<string>): Promise<string> =>
  reading.then(
    (text) => text.trim(),
    () => "",
  );

const place = async (): Promise<string> => {
  const boot = await textOf(readFile("/proc/sys/kernel/random/boot_id", "utf8"));
  return [hostname(), boot, await textOf(readlink("/proc/self/ns/pid"))].join(" ");
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

const beatOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

/** True when the run that wrote this file has ended: its process is gone, or it shows no sign of life. No clock is compared with another. */
const hasEnded = async (path: string, { beat, silence }: Patience): Promise<boolean> => {
  const text = await readFile(path, "utf8").catch(() => "");
  const holder = v.safeParse(v.pipe(v.string(), v.parseJson(), HOLDER), text);
  if (holder.success && holder.output.place === (await place()) && !isRunning(holder.output.pid)) return true;
  const [before, until] = [await beatOf(path), performance.now() + silence];
  while (performance.now() < until) {
    await pause(beat / 2);
    if ((await beatOf(path)) !== before) return false;
  }
  return true;
};

/** Numbers of the runs that a folder has files of, the newest first. */
const runsIn = async (out: string): Promise<readonly number[]> => {
  const start = `${basename(out)}.run-`;
  const names = (await readdir(dirname(out))).filter((name) => name.startsWith(start));
  return names
    .map((name) => Number(name.slice(start.length)))
    .filter(Number.isSafeInteger)
    .toSorted((one, other) => other - one);
};

const isThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "EEXIST";

/** Begins the run of this number, after that of another, which has ended. False where somebody else was first. */
const begin = async (pathOf: (run: number) => string, out: string, run: number, ended: number | undefined) => {
  const own = pathOf(run);
  try {
    await writeFile(own, JSON.stringify({ place: await place(), pid: process.pid }), {
      flag: "wx",
      mode: 0o600,
    });
  } catch (error) {
    if (isThere(error)) return false;
    throw error;
  }
  const runs = await runsIn(out);
  // Whoever has ended without a word leaves its file; one that is gone was released, and what was seen of it is no longer so.
  if (runs[0] === run && (ended === undefined || runs.includes(ended))) return true;
  await rm(own, { force: true });
  return false;
};

/**
 * Lets one run at a time work on a file, on whatever file system: a run is a file of its own beside it, whose number is one more than that of the run before
 * it, and which one process alone can create. A run that was killed is followed by the next without anybody's help.
 * @throws while another run works on it
 */
export async function soleRun(out: string, patience: Patience = USUAL): Promise<SoleRun> {
  const pathOf = (run: number): string => join(dirname(out), `${basename(out)}.run-${run}`);
  const busy = new Error(`Another run is at work on ${out}.`);
  const [newest] = await runsIn(out);
  if (newest !== undefined && !(await hasEnded(pathOf(newest), patience))) throw busy;
  const run = (newest ?? 0) + 1;
  if (!(await begin(pathOf, out, run, newest))) throw busy;
  for (const older of await runsIn(out)) if (older < run) await rm(pathOf(older), { force: true });
  const own = pathOf(run);
  const beating = setInterval(() => {
    utimes(own, new Date(), new Date()).catch(() => undefined);
  }, patience.beat).unref();
  return {
    assertSole: async () => {
      if ((await runsIn(out))[0] !== run) throw new Error(`Another run has taken over ${out}, as this one was silent.`);
    },
    release: async () => {
      clearInterval(beating);
      await rm(own, { force: true });
    },
  };
}
