import { readFileSync, statSync } from "node:fs";
import type { Caller } from "./caller.ts";

/** Tells whether a verified token was revoked since. */
export type IsRevoked = (caller: Caller) => boolean;

interface Revoked {
  readonly stamp: string;
  readonly entries: ReadonlySet<string>;
}

const stampOf = (path: string): string => {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "missing";
    throw error;
  }
};

/** `app:ID` and `officer:ID` with any spaces and case around the colon, a hash in either case: one spelling of each. */
const entryOf = (line: string): string => {
  const [, kind = "", id = ""] = /^(app|officer)\s*:\s*(.+)$/i.exec(line) ?? [];
  if (kind !== "") return `${kind.toLowerCase()}:${id}`;
  return /^[0-9a-f]{64}$/i.test(line) ? line.toLowerCase() : line;
};

const read = (path: string, stamp: string): Revoked => {
  const lines = stamp === "missing" ? [] : readFileSync(path, "utf8").split("\n");
  const entries = lines.map((line) => entryOf(line.replace(/(?:^|\s)#.*$/, "").trim()));
  return { stamp, entries: new Set(entries.filter((entry) => entry !== "")) };
};

/**
 * A revocation list from a file, one entry a line: `app:ID`, `officer:ID`, a token's `jti`, or, for a token without one, the
 * SHA-256 (hex) of its first two parts (`printf %s "${TOKEN%.*}" | sha256sum`), which covers every spelling of its
 * signature. `#` at the beginning or after a space begins a comment. Looked at again at most every 200 ms, so an entry works within a second. A list that
 * disappears stays in force as it was; a missing file at the start is an empty list.
 */
export function openRevocations(
  path: string,
  report: (problem: string) => void = () => undefined,
  passed: () => number = () => performance.now(),
): IsRevoked {
  let revoked = read(path, stampOf(path));
  let looked = passed();
  const look = (): void => {
    if (passed() - looked < 200) return;
    looked = passed();
    try {
      const stamp = stampOf(path);
      if (stamp === revoked.stamp) return;
      revoked = stamp === "missing" ? { stamp, entries: revoked.entries } : read(path, stamp);
      if (stamp === "missing") report(`${path} is gone; its last entries stay in force`);
    } catch (error) {
      report(error instanceof Error ? error.message : "unreadable");
    }
  };
  return (caller) => {
    look();
    const { entries } = revoked;
    if (entries.size === 0) return false;
    return (
      entries.has(caller.tokenId) ||
      entries.has(`app:${caller.app}`) ||
      (caller.officer !== null && entries.has(`officer:${caller.officer}`))
    );
  };
}
