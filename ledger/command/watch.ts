import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { readFlags } from "../../host/command-line.ts";
import { readIfPresent, replaceFile } from "../durable-file.ts";
import { LogUnreachable } from "../remote/remote-log.ts";
import { lookAt, type Look } from "../remote/watch-log.ts";
import { LOG_OPTIONS, logKeys, remoteOf, UsageError } from "./log-options.ts";

const OPTIONS = {
  ...LOG_OPTIONS,
  directory: { type: "string" },
  every: { type: "string", default: "10" },
  looks: { type: "string" },
} as const;

/** A log that is behind a balancer may be asked of a process that is a moment behind: one that stays smaller has shrunk. */
const SMALLER_LOOKS = 3;

/**
 * `watch`: follows a log and ends, with exit code 1, at the first thing that its honest operator cannot have done. The newest checkpoint is kept
 * in --directory, on disk before the next look; the two checkpoints that contradict each other are kept there as evidence. --looks N ends
 * after N looks.
 */
export async function watchCommand(args: readonly string[]): Promise<{ pass: boolean; lines: readonly string[] }> {
  const { values } = readFlags({ args: [...args], options: OPTIONS });
  const { directory } = values;
  const every = Number(values.every);
  const looks = Number(values.looks ?? Number.POSITIVE_INFINITY);
  if (directory === undefined)
    throw new UsageError("watch needs --directory DIR: a monitor without memory notices nothing");
  if (!(every >= 1) || !(looks >= 1)) throw new UsageError("--every is in seconds, at least 1; --looks a number");
  const keys = await logKeys(values);
  const log = await remoteOf(values);
  const file = join(directory, "last.checkpoint");
  let seen = await readIfPresent(file);
  let smaller = 0;
  let told = "";
  for (let nth = 0; nth < looks; nth++) {
    if (nth > 0) await setTimeout(every * 1000);
    const look = await lookAt(log, keys, seen).catch(unreachable);
    const line = lineOf(look);
    if (line !== told) process.stderr.write(`${new Date().toISOString()} ${line}\n`);
    told = line;
    if (look.ok === null) continue;
    smaller = !look.ok && look.kind === "SHRUNK" ? smaller + 1 : 0;
    if (look.ok) {
      if (look.note !== seen) await replaceFile(file, look.note);
      seen = look.note;
    } else if (smaller === 0 || smaller >= SMALLER_LOOKS) {
      const evidence = await keepEvidence(directory, seen, look.note);
      return { pass: false, lines: [`FAIL ${line}`, ...evidence] };
    }
  }
  return { pass: told.startsWith("PASS"), lines: [told] };
}

interface Unreachable {
  readonly ok: null;
  readonly what: string;
}

function unreachable(error: unknown): Unreachable {
  if (error instanceof LogUnreachable) return { ok: null, what: error.message };
  throw error;
}

function lineOf(look: Look | Unreachable): string {
  if (look.ok === null) return look.what;
  if (!look.ok) return `${look.kind}: ${look.what}`;
  return `PASS ${look.checkpoint.size} leaves, root ${look.checkpoint.root.toString("base64")}`;
}

/** The evidence for others: both checkpoints as they were signed. */
async function keepEvidence(directory: string, seen: string | null, note: string): Promise<readonly string[]> {
  const at = new Date().toISOString().replace(/\D/g, "");
  const files = [
    [join(directory, `evidence-${at}-before.checkpoint`), seen],
    [join(directory, `evidence-${at}-after.checkpoint`), note],
  ] as const;
  for (const [file, text] of files) if (text !== null) await writeFile(file, text, { flag: "wx" });
  return files.flatMap(([file, text]) => (text === null ? [] : [`kept as evidence: ${file}`]));
}
