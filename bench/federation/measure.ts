import { type BenchOptions, median } from "../bench.ts";
import { type Client, createClient } from "./load.ts";
import { type Contender, withContenders } from "./processes.ts";
import { add, type Cost, measureSlice, none, SLICE } from "./slice.ts";

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

/** Results of the rounds of several launches, taken together. */
export function together(launches: readonly (readonly Measurement[])[]): readonly Measurement[] {
  return (launches[0] ?? []).map((first, at) => {
    const all = launches.flatMap((launch) => launch[at] ?? []);
    const cpuByRound = all.flatMap((each) => each.cpuByRound);
    const requestsPerSecond = median(all.map((each) => each.requestsPerSecond));
    return { ...first, cpu: median(cpuByRound), cpuByRound, requestsPerSecond };
  });
}

/**
 * Measures contenders against the same stubs in interleaved rounds, after a warm-up of each. Two processes of the same program
 * differ by some per cent for as long as they live, by what was inlined when: `launches` shares the rounds out among so many.
 * Throws unless all contenders give the same data.
 */
export async function measure(
  names: readonly string[],
  operation: string,
  factor: number,
  options: BenchOptions,
  launches = 1,
): Promise<readonly Measurement[]> {
  const found: (readonly Measurement[])[] = [];
  const rounds = Math.ceil(options.rounds / launches);
  while (found.length < launches) {
    const launched = await withContenders(names, { factor }, (contenders) =>
      measureStarted(contenders, operation, { ...options, rounds }),
    );
    found.push(launched);
    options.say(`  ${launched.map(({ name, cpu }) => `${name} ${cpu.toFixed(2)} ms`).join(", ")}`);
  }
  return together(found);
}

/**
 * Milliseconds of load before anything is measured: what is measured are processes that live for months, and V8 is still compiling what
 * a batch of requests runs through once when it has been under load for twenty seconds.
 */
const WARM_UP = 30_000;

/** The same for contenders that were started already, all over the same stubs. */
export async function measureStarted(
  contenders: readonly Contender[],
  operation: string,
  { rounds, roundMilliseconds, say }: BenchOptions,
): Promise<readonly Measurement[]> {
  const clients = new Map(
    contenders.map(({ name, url, sent, connections }) => [name, createClient(url, sent, connections)]),
  );
  const clientOf = (name: string) => clients.get(name) ?? createClient("");
  const answers = await Promise.all(contenders.map(({ name }) => clientOf(name).ask(operation)));
  const [reference = ""] = answers;
  const different = contenders.filter((_, at) => !sameData(reference, answers[at] ?? "{}"));
  if (different.length > 0 || !reference.includes('"data":{')) {
    throw new Error(`Not the same answer: ${different.map(({ name }) => name).join(", ")}\n${reference.slice(0, 500)}`);
  }
  const costs = new Map(contenders.map(({ name }) => [name, [] as Cost[]]));
  for (const { name } of contenders) {
    const end = performance.now() + WARM_UP;
    await clientOf(name).load(
      () => performance.now() < end,
      () => operation,
    );
  }
  say("  warmed up");
  for (let round = 1; round <= rounds; round++) {
    const found = await measureRound(contenders, clientOf, operation, roundMilliseconds);
    for (const [name, cost] of found) costs.get(name)?.push(cost);
    say(`  round ${round} of ${rounds}`);
  }
  const usages = await Promise.all(contenders.map((contender) => contender.usage()));
  for (const client of clients.values()) await client[Symbol.asyncDispose]();
  return contenders.map(({ name }, at) => {
    const all = costs.get(name) ?? [];
    const cpuByRound = all.map(({ cpu, requests }) => cpu / requests);
    return {
      name,
      cpu: median(cpuByRound),
      cpuByRound,
      requestsPerSecond: median(all.map(({ requests, milliseconds }) => (requests / milliseconds) * 1000)),
      resident: usages[at]?.resident ?? 0,
      answer: Buffer.byteLength(reference),
    };
  });
}

/** One round: the contenders take turns slice by slice, there and back, until each was measured for so long. */
const measureRound = async (
  contenders: readonly Contender[],
  clientOf: (name: string) => Client,
  operation: string,
  milliseconds: number,
): Promise<ReadonlyMap<string, Cost>> => {
  const found = new Map<string, Cost>();
  const slices = Math.max(1, Math.round(milliseconds / SLICE));
  for (let slice = 0; slice < slices; slice++) {
    for (const contender of slice % 2 === 0 ? contenders : contenders.toReversed()) {
      const cost = await measureSlice(contender, clientOf(contender.name), operation);
      found.set(contender.name, add(found.get(contender.name) ?? none, cost));
    }
  }
  return found;
};
