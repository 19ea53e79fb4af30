import type { Bench } from "./bench.ts";
import { createClient } from "./federation/load.ts";
import { type Contender, withContenders } from "./federation/processes.ts";

const operations = 100_000;
const steps = 10;
const boundMegabytes = 300;

/** The nth of many operations that differ in text and in plan. */
const operationAt = (nth: number): string =>
  `query Operation${nth} { a${nth}: users { id name reviews { id body product { upc name price } } } topProducts(first: ${1 + (nth % 9)}) { upc b${nth}: shippingEstimate } }`;

interface Filled {
  readonly sent: number;
  readonly heap: number;
  readonly resident: number;
}

const fill = async ([contender]: readonly Contender[], say: (line: string) => void): Promise<readonly Filled[]> => {
  if (contender === undefined) throw new Error("No gateway was started.");
  const client = createClient(contender.url);
  const rows: Filled[] = [];
  for (let step = 0; step <= steps; step++) {
    let left = step > 0 ? operations / steps : 0;
    await client.load(
      () => left-- > 0,
      (nth) => operationAt(step * operations + nth),
    );
    const { heap, resident } = await contender.usage();
    rows.push({ sent: (step * operations) / steps, heap: heap / 2 ** 20, resident: resident / 2 ** 20 });
    say(`  ${rows.at(-1)?.sent ?? 0} operations, ${heap >> 20} MB of heap`);
  }
  await client[Symbol.asyncDispose]();
  return rows;
};

/** Memory after many distinct operations: plans, writers and documents have to be forgotten again. */
export const planCache: Bench = {
  name: "plan-cache",
  summary: `memory after ${operations.toLocaleString("en")} distinct operations: bounded`,
  run: async ({ say }) => {
    const rows = await withContenders(["hub"], { factor: 1, collects: true }, (started) => fill(started, say));
    const most = Math.max(...rows.map(({ heap }) => heap));
    const middle = rows[steps / 2]?.heap ?? Number.NaN;
    const last = rows.at(-1)?.heap ?? Number.NaN;
    return {
      introduction:
        "Every operation is sent once and never again; heap is measured after a full collection. The compiled executor " +
        "keeps plans by their weight (64 MiB by default); the runtime around it keeps the last thousand documents.",
      tables: [
        {
          title: "Heap in use",
          table: {
            head: ["distinct operations", "heap MB", "resident MB"],
            rows: rows.map(({ sent, heap, resident }) => [String(sent), heap.toFixed(0), resident.toFixed(0)]),
          },
        },
      ],
      bars: [
        {
          what: "heap at its highest",
          bar: `≤ ${boundMegabytes} MB`,
          reached: `${most.toFixed(0)} MB`,
          holds: most <= boundMegabytes,
        },
        {
          what: "heap after all of them, to heap after half",
          bar: "≤ 1.1",
          reached: (last / middle).toFixed(2),
          holds: last <= middle * 1.1,
        },
      ],
    };
  },
};
