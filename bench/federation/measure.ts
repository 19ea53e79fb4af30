import type { BenchOptions } from "../bench.ts";
import { median } from "../median.ts";
import { createClient } from "./load.ts";
import { type Contender, withContenders } from "./processes.ts";

/** Medians over the rounds. */
export interface Measurement {
  readonly name: string;
  /** Milliseconds of the gateway's CPU per request. */
  readonly cpu: number;
  /** The same, round by round. */
  readonly cpuByRound: readonly number[];
  readonly requestsPerSecond: number;
  /** Bytes resident after the last round. */
  readonly resident: number;
  /** Bytes of one answer. */
  readonly answer: number;
}

/**
 * CPU of one to that of another: the median of their ratios within each round. What a noisy neighbour does to one round it does to
 * both, so this wanders less than the ratio of their medians.
 */
export const cpuRatio = (measurements: readonly Measurement[], of: string, to: string): number => {
  const roundsOf = (name: string): readonly number[] =>
    measurements.find((each) => each.name === name)?.cpuByRound ?? [];
  const base = roundsOf(to);
  return median(roundsOf(of).map((cpu, round) => cpu / (base[round] ?? Number.NaN)));
};

const sameData = (first: string, second: string): boolean => {
  const dataOf = (text: string): unknown => (JSON.parse(text) as { data?: unknown }).data;
  const sorted = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, below]) => [key, sorted(below)]),
        )
      : Array.isArray(value)
        ? value.map(sorted)
        : value;
  return JSON.stringify(sorted(dataOf(first))) === JSON.stringify(sorted(dataOf(second)));
};

/** What the rounds of several launches come to, taken together. */
const together = (launches: readonly (readonly Measurement[])[]): readonly Measurement[] =>
  (launches[0] ?? []).map((first, at) => {
    const all = launches.flatMap((launch) => launch[at] ?? []);
    const cpuByRound = all.flatMap((each) => each.cpuByRound);
    const requestsPerSecond = median(all.map((each) => each.requestsPerSecond));
    return { ...first, cpu: median(cpuByRound), cpuByRound, requestsPerSecond };
  });

/**
 * Measures contenders against the same stubs in interleaved rounds, after a warm-up of each. Two processes of the same program
 * differ by some per cent for as long as they live, by what was inlined when: `launches` shares the rounds out among so many.
 * Throws unless all contenders give the same data.
 */
export const measure = async (
  names: readonly string[],
  operation: string,
  factor: number,
  options: BenchOptions,
  launches = 1,
): Promise<readonly Measurement[]> => {
  const found: (readonly Measurement[])[] = [];
  const rounds = Math.ceil(options.rounds / launches);
  while (found.length < launches) {
    const launched = await withContenders(names, { factor }, (contenders) =>
      measureStarted(contenders, operation, { ...options, rounds }),
    );
    found.push(launched);
  }
  return together(found);
};

/**
 * Milliseconds of load at least before anything is measured: what is measured are processes that live for months, and V8 is still
 * compiling what a request runs through once when it has been under load for ten seconds.
 */
const WARM_UP = 15_000;

/** Milliseconds of load before each round: while the others are measured V8 gives the young generation back, and has to grow it again. */
const WARM_AGAIN = 1_500;

const measureStarted = async (
  contenders: readonly Contender[],
  operation: string,
  { rounds, roundMilliseconds, say }: BenchOptions,
): Promise<readonly Measurement[]> => {
  const clients = new Map(contenders.map(({ name, url, headers }) => [name, createClient(url, headers)]));
  const clientOf = (name: string) => clients.get(name) ?? createClient("");
  const answers = await Promise.all(contenders.map(({ name }) => clientOf(name).ask(operation)));
  const [reference = ""] = answers;
  const different = contenders.filter((_, at) => !sameData(reference, answers[at] ?? "{}"));
  if (different.length > 0 || !reference.includes('"data":{')) {
    throw new Error(`Not the same answer: ${different.map(({ name }) => name).join(", ")}\n${reference.slice(0, 500)}`);
  }
  const runs = new Map(
    contenders.map(({ name }) => [name, { cpu: [] as number[], rate: [] as number[], resident: 0 }]),
  );
  for (let round = 0; round <= rounds; round++) {
    // There and back: whoever is measured later in a round is not always the same.
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      if (round > 0) await clientOf(contender.name).load(WARM_AGAIN, () => operation);
      const before = await contender.usage();
      const length = round === 0 ? Math.max(WARM_UP, roundMilliseconds) : roundMilliseconds;
      const { requests, milliseconds } = await clientOf(contender.name).load(length, () => operation);
      const after = await contender.usage();
      const run = runs.get(contender.name);
      // The first round is the warm-up.
      if (!run || round === 0) continue;
      run.cpu.push((after.cpu - before.cpu) / 1000 / requests);
      run.rate.push((requests / milliseconds) * 1000);
      run.resident = after.resident;
    }
    say(`  round ${round} of ${rounds}${round === 0 ? " (warm-up)" : ""}`);
  }
  for (const client of clients.values()) await client[Symbol.asyncDispose]();
  return contenders.map(({ name }) => {
    const { cpu = [], rate = [], resident = 0 } = runs.get(name) ?? {};
    return {
      name,
      cpu: median(cpu),
      cpuByRound: cpu,
      requestsPerSecond: median(rate),
      resident,
      answer: Buffer.byteLength(reference),
    };
  });
};
