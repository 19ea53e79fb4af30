import { cosignedTimes } from "../tree/cosignature.ts";
import { claimedCheckpoint } from "../tree/checkpoint.ts";
import { parseNote, verifiedSignatures, type NoteVerifier } from "../tree/note.ts";
import { UsageError } from "./log-options.ts";

/** The demands on cosignatures, from the command line. */
export interface WitnessBounds {
  /** Witnesses that must have cosigned one checkpoint. */
  readonly quorum: number;
  /** Milliseconds that the newest cosignature may be old; undefined: any age, which is told. */
  readonly maxAge: number | undefined;
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Milliseconds by which a witness's clock may be ahead of ours. */
const TOLERANCE = 300_000;

/** Reads `--quorum N` and `--max-age 36h` (s, m, h, d). @throws UsageError */
export function witnessBounds(quorum: string | undefined, maxAge: string | undefined): WitnessBounds {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(maxAge ?? "") ?? [];
  if (maxAge !== undefined && count === undefined) throw new UsageError("--max-age is a number with s, m, h or d: 36h");
  if (quorum !== undefined && !/^[1-9]\d?$/.test(quorum)) throw new UsageError("--quorum is the number of witnesses");
  return {
    quorum: Number(quorum ?? 0),
    maxAge: count === undefined ? undefined : Number(count) * (UNITS[unit ?? ""] ?? 0),
  };
}

/** A checkpoint with the witnesses that cosigned it, and the time of the newest of their cosignatures (milliseconds since 1970). */
interface Cosigned {
  readonly size: number;
  readonly witnesses: readonly string[];
  readonly times: readonly number[];
}

/**
 * Judges the cosignatures of some checkpoints by a log's witnesses: tells size, age and number of the best, and refuses those of nothing,
 * of the future, older than the records that they cover, older than the bound, or fewer than the quorum.
 * @param recordTime the time of the record at an index, in milliseconds since 1970; null where there is none any more
 */
export async function judgeCosignatures(
  notes: readonly string[],
  keys: readonly NoteVerifier[],
  { quorum, maxAge }: WitnessBounds,
  context: { readonly now: number; readonly recordTime: (index: number) => Promise<number | null> },
): Promise<{ readonly flaws: readonly string[]; readonly lines: readonly string[] }> {
  const all = notes.map((note) => cosignedBy(note, keys)).filter(({ witnesses }) => witnesses.length > 0);
  const flaws: string[] = [];
  for (const { size, times } of all) {
    const youngest = size === 0 ? null : await context.recordTime(size - 1);
    if (size === 0) flaws.push("a cosignature covers no record at all");
    if (times.some((time) => time > context.now + TOLERANCE))
      flaws.push(`a cosignature of ${size} leaves is of the future`);
    if (youngest !== null && times.some((time) => time < youngest - TOLERANCE)) {
      flaws.push(`a cosignature of ${size} leaves is older than the records that it covers`);
    }
  }
  const [best] = [...all].sort((a, b) => b.witnesses.length - a.witnesses.length || b.size - a.size);
  const found = best?.witnesses.length ?? 0;
  if (found < quorum)
    flaws.push(`${found} of the ${keys.length} given witnesses cosigned one checkpoint, ${quorum} are demanded`);
  if (best === undefined) return { flaws, lines: [] };
  const age = context.now - Math.max(...best.times);
  if (maxAge !== undefined && age > maxAge)
    flaws.push(`the newest cosignature is ${hours(age)} h old, ${hours(maxAge)} h are allowed`);
  const names = best.witnesses.join(", ");
  return {
    flaws,
    lines: [
      `     ${best.size} leaves cosigned by ${found} of ${keys.length} witnesses (${names}), ${hours(age)} h ago`,
    ],
  };
}

function cosignedBy(note: string, keys: readonly NoteVerifier[]): Cosigned {
  const names = verifiedSignatures(parseNote(note), keys).map(({ name }) => name);
  const times = cosignedTimes(note, keys).map((seconds) => seconds * 1000);
  return { size: claimedCheckpoint(note).size, witnesses: [...new Set(names)], times };
}

function hours(ms: number): string {
  return (ms / 3_600_000).toFixed(1);
}
