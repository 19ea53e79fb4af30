import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { Bench, BenchOptions, Findings } from "./bench.ts";
import { mutantsOf, type Mutant } from "./mutants/mutate.ts";
import { readGraph } from "./mutants/graph.ts";
import { rooms } from "./mutants/rooms.ts";
import { openRunner, type Runner } from "./mutants/runner.ts";
import { openTree, type Tree } from "./mutants/tree.ts";
import { openTrials, type Trials } from "./mutants/trials.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Outcome {
  readonly mutant: Mutant;
  readonly verdict: "passed" | "failed" | "timed out";
  /** The failure that killed it, or what it survived. */
  readonly by: string;
}

/** Where mutants are tried. */
interface Laboratory {
  readonly tree: Tree;
  readonly runner: Runner;
  readonly trials: Trials;
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

const mutantsIn = async (folder: string): Promise<readonly Mutant[]> => {
  const names = (await readdir(join(ROOT, folder), { recursive: true })).filter(isSource).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return mutantsOf(path, await readFile(join(ROOT, path), "utf8"));
    }),
  );
  return found.flat();
};

/** `only` is a folder, a file, `file:line`, or several of them with commas between. */
const isOf = ({ path, line }: Mutant, only: string): boolean =>
  only
    .split(",")
    .some(
      (place) =>
        place === path ||
        place === `${path}:${line}` ||
        path.startsWith(`${place}/`) ||
        rooms.some((room) => room.startsWith(place)),
    );

/** The rooms in which something is to be changed. */
const roomsOf = (only: string | undefined): readonly string[] => {
  const places = only?.split(",") ?? [""];
  return rooms.filter((room) => places.some((place) => room.startsWith(place) || place.startsWith(`${room}/`)));
};

const sampleOf = <Item>(items: readonly Item[], count: number, random: () => number): readonly Item[] =>
  items
    .map((item) => [random(), item] as const)
    .sort(([one], [other]) => one - other)
    .slice(0, count)
    .map(([, item]) => item);

const verdictOf = async (mutant: Mutant, { tree, runner, trials }: Laboratory, patience: number): Promise<Outcome> => {
  let spent = 0;
  let tried = 0;
  for (const { path, milliseconds } of await trials.of(mutant)) {
    if (tried > 0 && spent + milliseconds > patience) break;
    const limit = 15_000 + 4 * milliseconds;
    const { passed, timedOut, failure } = await tree.whileMutated(mutant, () => runner.run(path, limit));
    if (!passed) return { mutant, verdict: timedOut ? "timed out" : "failed", by: failure ?? path };
    spent += milliseconds;
    tried += 1;
  }
  return { mutant, verdict: "passed", by: tried === 0 ? "no test runs it" : `${tried} test files` };
};

/** Tests that fail without a mutant would count every mutant as killed. */
const assertHealthy = async ({ runner, trials }: Laboratory): Promise<void> => {
  for (const { path, milliseconds } of trials.known().filter((trial) => trial.milliseconds < 1_000)) {
    const { passed, failure } = await runner.run(path, 15_000 + 4 * milliseconds);
    if (!passed) throw new Error(`After the mutants a test fails without one: ${failure ?? path}`);
  }
};

const runRoom = async (
  laboratory: Laboratory,
  sample: readonly Mutant[],
  { say, patience, verbose }: BenchOptions,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const mutant of sample) {
    const outcome = await verdictOf(mutant, laboratory, patience * 1_000);
    const { verdict, by } = outcome;
    if (verdict === "passed") say(`  survived ${by}: ${mutant.path}:${mutant.line} ${mutant.change}`);
    else if (verbose) say(`  ${verdict}: ${mutant.path}:${mutant.line} ${mutant.change} | ${by.split("\n")[0] ?? ""}`);
    outcomes.push(outcome);
  }
  await assertHealthy(laboratory);
  return outcomes;
};

const percent = (part: number, whole: number): string => (whole === 0 ? "–" : `${Math.round((100 * part) / whole)} %`);

const findingsOf = (
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
  counts: ReadonlyMap<string, number>,
  { sample, seed, nearest, patience }: BenchOptions,
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
    introduction: `\`npm run bench -- mutants --sample ${sample} --seed ${seed} --nearest ${nearest} --patience ${patience}\`. A mutant is one small change of a source file: a negated condition, a dropped guard, throw, statement or filter, a neighbouring operator, another quantifier, a denial that gives. Left alone are types, logs, the release of timers, memos whose bypass costs time only, and changes that make the same program twice. Each runs in a copy of the repository against the ${nearest} test files nearest by imports that run the changed text, as V8's coverage tells, the quickest first, up to ${patience} s of them; tests whose bars are times are left out. The whole command of tests kills more, and some mutants change nothing that can be seen: the scores are lower bounds.`,
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

/** Mutation score of the rooms in which an unnoticed change would let something out. */
export const mutants: Bench = {
  name: "mutants",
  summary: "how many small changes of the sources the tests that run them notice (--sample, --seed; only when named)",
  onlyByName: true,
  run: async (options) => {
    const random = randomFrom(options.seed);
    const { only } = options;
    const chosen = roomsOf(only);
    const tree = await openTree(ROOT);
    const runner = await openRunner(tree.root);
    const outcomes = new Map<string, readonly Outcome[]>();
    const counts = new Map<string, number>();
    try {
      const keep = join(ROOT, "node_modules/.cache/mutants.json");
      const graph = await readGraph(tree.root);
      const trials = await openTrials({ root: tree.root, keep, graph, runner, ...options }, options.say);
      for (const room of chosen) {
        const known = (await mutantsIn(room)).filter((mutant) => only === undefined || isOf(mutant, only));
        const sample = sampleOf(known, Math.ceil(options.sample / chosen.length), random);
        options.say(`${room}: ${sample.length} of ${known.length} mutants`);
        counts.set(room, known.length);
        outcomes.set(room, await runRoom({ tree, runner, trials }, sample, options));
      }
    } finally {
      await runner.close();
      await tree.close();
    }
    return findingsOf(outcomes, counts, options);
  },
};
