import { byCaller, type Entry } from "./entry.ts";
import type { Rule } from "./rule.ts";

const WINDOW_MS = 10 * 60 * 1000;
const MIN_PROBES = 20;
const MIN_EMPTY = 0.5;

/**
 * Someone tries numbers one after another: within ten minutes twenty requests of one operation, each for one subject at most, half of
 * them or more without a hit. (The arguments themselves are only committed to, so that the log cannot compare them.)
 */
export const sequentialProbing: Rule = {
  name: "sequential-probing",
  title: "疑似逐个试探查询",
  find(entries) {
    const single = entries.filter(({ subjectCount }) => subjectCount <= 1);
    return [...byCaller(single)].flatMap(([caller, group]) =>
      [...byOperation(group)].flatMap(([about, probes]) => {
        const evidence = densest(probes);
        const empty = evidence.filter(({ rowCount }) => rowCount === 0).length;
        if (evidence.length < MIN_PROBES || empty < evidence.length * MIN_EMPTY) return [];
        const summary = `${evidence.length} single look-ups of one operation within ten minutes, ${empty} without a hit`;
        return [{ caller, summary, evidence: evidence.map(({ index }) => index), about }];
      }),
    );
  },
};

function byOperation(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const operations = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.operationHash === null) continue;
    const group = operations.get(entry.operationHash);
    if (group === undefined) operations.set(entry.operationHash, [entry]);
    else group.push(entry);
  }
  return operations;
}

/** The ten minutes with the most entries. */
function densest(entries: readonly Entry[]): readonly Entry[] {
  let best: readonly Entry[] = [];
  let begin = 0;
  for (const [end, { time }] of entries.entries()) {
    while (time - (entries[begin]?.time ?? time) > WINDOW_MS) begin++;
    if (end + 1 - begin > best.length) best = entries.slice(begin, end + 1);
  }
  return best;
}
