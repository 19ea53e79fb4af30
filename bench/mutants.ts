import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { Bench, BenchOptions, Findings } from "./bench.ts";
import { mutantsOf, type Mutant } from "./mutants/mutate.ts";
import { rooms, type Room } from "./mutants/rooms.ts";
import { openTree, type Tree, type Verdict } from "./mutants/tree.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Outcome {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const isSource = (name: string): boolean =>
  name.endsWith(".ts") && !name.endsWith(".test.ts") && !/(?:^|\/)(?:fixtures|generated|migrations)\//.test(name);

const mutantsIn = async ({ folder }: Room): Promise<readonly Mutant[]> => {
  const names = (await readdir(join(ROOT, folder), { recursive: true })).filter(isSource).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return mutantsOf(path, await readFile(join(ROOT, path), "utf8"));
    }),
  );
  return found.flat();
};

const sampleOf = <Item>(items: readonly Item[], count: number, random: () => number): readonly Item[] =>
  items
    .map((item) => [random(), item] as const)
    .sort(([one], [other]) => one - other)
    .slice(0, count)
    .map(([, item]) => item);

const runRoom = async (
  tree: Tree,
  room: Room,
  sample: readonly Mutant[],
  say: BenchOptions["say"],
): Promise<readonly Outcome[]> => {
  const timed = await tree.time(room.tests);
  const failing = timed.filter(({ passed }) => !passed).map(({ path }) => path);
  if (failing.length > 0) say(`  left out, as they fail without a mutant: ${failing.join(", ")}`);
  const files = timed
    .filter(({ passed, milliseconds }) => passed && milliseconds <= room.longest)
    .toSorted((one, other) => one.milliseconds - other.milliseconds);
  const limit = 20_000 + 4 * files.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const paths = files.map(({ path }) => path);
  // Tests that fail without a mutant would count every mutant as killed.
  const unchanged = await tree.test(paths, limit);
  if (unchanged !== "passed") throw new Error(`The tests of ${room.folder} ${unchanged} without a mutant`);
  const outcomes: Outcome[] = [];
  for (const mutant of sample) {
    const verdict = await tree.whileMutated(mutant, () => tree.test(paths, limit));
    if (verdict === "passed") say(`  survived: ${mutant.path}:${mutant.line} ${mutant.change}`);
    outcomes.push({ mutant, verdict });
  }
  return outcomes;
};

const percent = (part: number, whole: number): string => (whole === 0 ? "–" : `${Math.round((100 * part) / whole)} %`);

const findingsOf = (
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
  counts: ReadonlyMap<string, number>,
  { sample, seed }: BenchOptions,
): Findings => {
  const all = [...outcomes.values()].flat();
  const survivors = all.filter(({ verdict }) => verdict === "passed");
  const rowOf = (name: string, of: readonly Outcome[], count: number): readonly string[] => {
    const survived = of.filter(({ verdict }) => verdict === "passed").length;
    const late = of.filter(({ verdict }) => verdict === "timed out").length;
    return [
      name,
      `${count}`,
      `${of.length}`,
      `${of.length - survived - late}`,
      `${late}`,
      `${survived}`,
      percent(of.length - survived, of.length),
    ];
  };
  const rows = [...outcomes].map(([name, of]) => rowOf(name, of, counts.get(name) ?? 0));
  const total = rowOf(
    "together",
    all,
    [...counts.values()].reduce((sum, count) => sum + count, 0),
  );
  const killed = all.length - survivors.length;
  return {
    introduction: `\`npm run bench -- mutants --sample ${sample} --seed ${seed}\`. A mutant is one small change of a source file: a negated condition, a dropped guard, throw, statement or filter, a neighbouring operator, another quantifier, a denial that gives. Each of the sample runs against the tests near its room (\`bench/mutants/rooms.ts\`) but the longest, in a copy of the repository. The whole command of tests kills more, and some mutants change nothing that can be seen: the scores are lower bounds.`,
    tables: [
      {
        title: "Mutants by room",
        table: { head: ["room", "known", "run", "killed", "timed out", "survived", "score"], rows: [...rows, total] },
      },
      {
        title: "Survivors",
        table: {
          head: ["place", "change"],
          rows: survivors.map(({ mutant: { path, line, change } }) => [`${path}:${line}`, `\`${change}\``]),
        },
      },
    ],
    bars: [
      {
        what: "mutation score of the sample",
        bar: "≥ 90 %",
        reached: percent(killed, all.length),
        holds: killed >= 0.9 * all.length,
      },
    ],
  };
};

/** Mutation score of the rooms in which an unnoticed change would let something out. It takes a quarter of an hour. */
export const mutants: Bench = {
  name: "mutants",
  summary: "how many small changes of the sources the tests near them notice (--sample, --seed; only when named)",
  onlyByName: true,
  run: async (options) => {
    const random = randomFrom(options.seed);
    const chosen = rooms.filter(({ folder }) => options.only === undefined || folder.startsWith(options.only));
    const tree = await openTree(ROOT);
    const outcomes = new Map<string, readonly Outcome[]>();
    const counts = new Map<string, number>();
    try {
      for (const room of chosen) {
        const known = await mutantsIn(room);
        const sample = sampleOf(known, Math.ceil(options.sample / chosen.length), random);
        options.say(`${room.folder}: ${sample.length} of ${known.length} mutants`);
        counts.set(room.folder, known.length);
        outcomes.set(room.folder, await runRoom(tree, room, sample, options.say));
      }
    } finally {
      await tree.close();
    }
    return findingsOf(outcomes, counts, options);
  },
};
