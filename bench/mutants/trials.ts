import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { ran, type Covered } from "./covered.ts";
import type { Graph } from "./graph.ts";
import type { Mutant } from "./mutate.ts";
import type { Runner } from "./runner.ts";

/** A test file that passes without a mutant, how long it takes, and what of the sources it runs. */
interface Trial {
  readonly path: string;
  readonly milliseconds: number;
  readonly covered: Covered;
}

/** What is known of the tests; a test is run once without a mutant when it is first asked for. */
export interface Trials {
  /** Tests that run the mutated text, or start another process that may: of the nearest by imports, the quickest first. */
  readonly of: (mutant: Mutant) => Promise<readonly Trial[]>;
  /** What was learned so far. */
  readonly known: () => readonly Trial[];
}

/** Their bars are times: a busy machine would count as a kill. */
const MEASURES_TIME = /^tests\/hostile\//;

/** What was learned by another worker is learned again. */
const OWN = ["worker.ts", "hooks.js", "covered.ts"].map((name) => `bench/mutants/${name}`);

const Kept = v.record(
  v.string(),
  v.object({
    digest: v.string(),
    milliseconds: v.number(),
    covered: v.record(v.string(), v.array(v.tuple([v.number(), v.number(), v.boolean()]))),
  }),
);

const readKept = async (file: string): Promise<v.InferOutput<typeof Kept>> => {
  try {
    return v.parse(Kept, JSON.parse(await readFile(file, "utf8")));
  } catch {
    return {};
  }
};

/** Digests of files and all that they reach; each file is read once. */
const digests = (root: string): ((paths: Iterable<string>) => Promise<string>) => {
  const known = new Map<string, Promise<string>>();
  const ofFile = (path: string): Promise<string> => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const digest = readFile(join(root, path)).then((bytes) => createHash("sha256").update(bytes).digest("base64"));
    known.set(path, digest);
    return digest;
  };
  return async (paths) => {
    const lines = [...paths].toSorted().map(async (path) => `${path} ${await ofFile(path)}`);
    return createHash("sha256")
      .update((await Promise.all(lines)).join("\n"))
      .digest("hex");
  };
};

const folderOf = (path: string): string => dirname(path).split("/").slice(0, 2).join("/");

/** The tests that reach the source, those of its own folder first, then by the fewest steps. Pure. */
const nearestOf = (source: string, graph: Graph, count: number): readonly string[] =>
  graph.tests
    .filter((test) => !MEASURES_TIME.test(test))
    .flatMap((test) => {
      const steps = graph.reachedBy(test).get(source);
      return steps === undefined ? [] : [[test, steps + (folderOf(test) === folderOf(source) ? 0 : 3)] as const];
    })
    .toSorted(([, one], [, other]) => one - other)
    .slice(0, count)
    .map(([test]) => test);

interface Laboratory {
  readonly root: string;
  readonly keep: string;
  readonly graph: Graph;
  readonly runner: Runner;
  readonly nearest: number;
  readonly patience: number;
}

/**
 * @param nearest so many of the nearest test files are tried on a mutant
 * @param patience seconds of tests that a mutant must survive: one that took longer is learned once, and not after each change
 * @param keep file in which is kept what was learned about tests, until a file changes that one of them reaches
 */
export async function openTrials(
  { root, keep, graph, runner, nearest, patience }: Laboratory,
  say: (line: string) => void,
): Promise<Trials> {
  const kept = await readKept(keep);
  const known = new Map<string, Trial | undefined>();
  const digestOf = digests(root);
  const learn = async (path: string): Promise<Trial | undefined> => {
    const digest = await digestOf([...graph.reachedBy(path).keys(), ...OWN]);
    const before = kept[path];
    if (before !== undefined && (before.digest === digest || before.milliseconds > 1_000 * patience))
      return { path, ...before };
    const { failure, milliseconds, covered } = await runner.run(path, 300_000, true);
    if (covered === undefined) {
      say(`  left out, as it fails without a mutant: ${failure ?? path}`);
      return undefined;
    }
    kept[path] = { digest, milliseconds, covered };
    await mkdir(dirname(keep), { recursive: true });
    await writeFile(keep, JSON.stringify(kept));
    return { path, milliseconds, covered };
  };
  const trialOf = async (path: string): Promise<Trial | undefined> => {
    if (!known.has(path)) known.set(path, await learn(path));
    return known.get(path);
  };
  return {
    known: () => [...known.values()].filter((trial) => trial !== undefined),
    of: async ({ path, start }) => {
      const trials: Trial[] = [];
      for (const test of nearestOf(path, graph, nearest)) {
        const trial = await trialOf(test);
        const inAnotherProcess = trial?.covered[path] === undefined;
        if (trial && (inAnotherProcess || ran(trial.covered, path, start))) trials.push(trial);
      }
      return trials.toSorted((one, other) => one.milliseconds - other.milliseconds);
    },
  };
}
