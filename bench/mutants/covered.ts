import type { Profiler } from "node:inspector";

/** By source file, the stretches `[start, end, ran]` of its text as V8 counts them, an inner one behind its outer. */
export type Covered = Record<string, [start: number, end: number, ran: boolean][]>;

/** What ran of the repository's modules of one run. Pure. */
export function coveredBy(scripts: readonly Profiler.ScriptCoverage[], rootUrl: string, run: string): Covered {
  const own = scripts.filter(({ url }) => url.startsWith(rootUrl) && url.endsWith(run));
  return Object.fromEntries(
    own.map(({ url, functions }) => [
      decodeURIComponent(url.slice(rootUrl.length, -run.length)),
      functions
        .flatMap(({ ranges }) => ranges)
        .map(
          ({ startOffset, endOffset, count }) =>
            [startOffset, endOffset, count > 0] satisfies [number, number, boolean],
        )
        .toSorted(([one, oneEnd], [other, otherEnd]) => one - other || otherEnd - oneEnd),
    ]),
  );
}

/** Whether the text at this offset ran: the innermost stretch around it decides. Pure. */
export function ran(covered: Covered, path: string, offset: number): boolean {
  return (covered[path] ?? []).findLast(([start, end]) => start <= offset && offset < end)?.[2] ?? false;
}
