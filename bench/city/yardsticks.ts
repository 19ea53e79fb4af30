import { Pool } from "undici";
import { median, type Bar, type BenchOptions } from "../bench.ts";
import { messageFrom, startChild } from "../child.ts";
import type { DepartmentDatabases } from "../../subgraphs/kit/postgres/department-databases.ts";
import { CONNECTIONS, load } from "./load.ts";
import type { CityHub } from "./processes.ts";
import type { Question } from "./subjects.ts";

/** Of a handler's requests per second, what the hub answers at least. */
const LEAST: Readonly<Record<string, number>> = {
  "wage-warning": 0.3,
  "public-rental-check": 0.2,
  "five-departments": 0.25,
};

/** What both answers must agree in, whatever is masked or denied in the hub's: words and keys of these names. */
const COMPARED = new Set(["code", "level", "rule", "met", "eligible", "number", "insuranceType", "creditCode"]);

const comparedIn = (value: unknown, name = ""): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => comparedIn(each, name));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, each]) => comparedIn(each, key));
  return COMPARED.has(name) && value !== null ? [`${name} ${JSON.stringify(value)}`] : [];
};

/** Asks both about one subject. @throws when they tell of different things: then nothing is compared */
const assertSame = async (hub: CityHub, byHand: string, { operation, document, subjects }: Question): Promise<void> => {
  const ask = async (url: string, headers = {}): Promise<readonly string[]> => {
    const body = JSON.stringify({ query: document, variables: subjects[0] });
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    return [...comparedIn(((await answer.json()) as { readonly data?: unknown }).data)].sort();
  };
  const [ours, theirs] = [await ask(hub.url, hub.headers[operation]), await ask(`${byHand}/${operation}`)];
  if (ours.length === 0 || ours.join() !== theirs.join())
    throw new Error(`${operation}: the hub tells of ${ours.length} things, the handler of ${theirs.length} others`);
};

/** Requests per second of each in turns, the middle of the rounds, and what may be said of their ratio. */
const compare = async (hub: CityHub, byHand: string, pools: Pools, question: Question, options: BenchOptions) => {
  const rates: Record<keyof Pools, number[]> = { hub: [], byHand: [] };
  let failures = 0;
  for (let round = 0; round < options.rounds; round++) {
    for (const [name, url] of [
      ["hub", hub.url],
      ["byHand", `${byHand}/${question.operation}`],
    ] as const) {
      const asked = await load({ url, headers: hub.headers }, pools[name], [question], options.roundMilliseconds);
      rates[name].push([...asked.times.values()].flat().length / asked.seconds);
      failures += asked.failures;
    }
  }
  const [ours, theirs] = [median(rates.hub), median(rates.byHand)];
  return { ours, theirs, ratio: ours / theirs, failures };
};

interface Pools {
  readonly hub: Pool;
  readonly byHand: Pool;
}

/** The hub beside a handler written by hand, in turns, over the same databases and subjects. */
export async function yardsticks(
  hub: CityHub,
  pool: Pool,
  questions: readonly Question[],
  urls: DepartmentDatabases,
  options: BenchOptions,
): Promise<{ readonly rows: readonly string[][]; readonly bars: readonly Bar[]; readonly failures: number }> {
  const child = await startChild(new URL("by-hand/serve.ts", import.meta.url), [JSON.stringify(urls)]);
  const { url } = await messageFrom<{ readonly url: string }>(child);
  const pools: Pools = { hub: pool, byHand: new Pool(url, { connections: CONNECTIONS, pipelining: 1 }) };
  const rows: string[][] = [];
  const bars: Bar[] = [];
  let failures = 0;
  try {
    for (const question of questions.filter(({ operation }) => LEAST[operation] !== undefined)) {
      const { operation } = question;
      await assertSame(hub, url, question);
      const found = await compare(hub, url, pools, question, options);
      const [least = 1, reached] = [LEAST[operation], found.ratio.toFixed(2)];
      rows.push([operation, found.ours.toFixed(1), found.theirs.toFixed(1), reached]);
      bars.push({
        what: `${operation}, of a hand-written handler`,
        bar: `≥ ${least}`,
        reached,
        holds: found.ratio >= least,
      });
      failures += found.failures;
      options.say(`  ${rows.at(-1)?.join("  ") ?? ""}`);
    }
    return { rows, bars, failures };
  } finally {
    await pools.byHand.close();
    await child[Symbol.asyncDispose]();
  }
}

export const YARDSTICKS_HEAD = ["question", "hub, requests/s", "by hand, requests/s", "of hand-written"] as const;
