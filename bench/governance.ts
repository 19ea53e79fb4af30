import type { Bar, Bench } from "./bench.ts";
import { operationOf } from "./federation/graph.ts";
import { cpuRatio, measure } from "./federation/measure.ts";

const titles: Readonly<Record<string, string>> = {
  hub: "this gateway, nobody governed",
  governed: "tokens, grants, policy, envelopes",
  recorded: "the same, each answer behind a durable record",
  "hive-rust": "Hive Gateway, Rust planner",
  apollo: "Apollo Gateway",
};

const LAUNCHES = 5;

const bounds: readonly { readonly of: string; readonly to: string; readonly most: number }[] = [
  { of: "governed", to: "hub", most: 1.1 },
  { of: "recorded", to: "hub", most: 1.15 },
  { of: "governed", to: "hive-rust", most: 0.4 },
  { of: "governed", to: "apollo", most: 0.17 },
];

/** What governance costs: the same gateway and the same answer, with governance off, on, and recorded. */
export const governance: Bench = {
  name: "governance",
  summary: "gateway CPU with authorization and ledger on against off",
  run: async (options) => {
    const found = await measure(Object.keys(titles), operationOf({ factor: 1 }), 1, options, LAUNCHES);
    return {
      introduction:
        "The federation benchmark's shape, every field unconditional under one grant, warm caches. CPU is the gateway " +
        "process's own; the ledger's PostgreSQL is a process of its own and is not counted. " +
        `Each gateway is launched ${LAUNCHES} times; ratios are medians of each round's.`,
      tables: [
        {
          title: "CPU per request",
          table: {
            head: ["gateway", "CPU ms", "requests/s", "of ungoverned"],
            rows: found.map(({ name, cpu, requestsPerSecond }) => [
              titles[name] ?? name,
              cpu.toFixed(2),
              requestsPerSecond.toFixed(0),
              cpuRatio(found, name, "hub").toFixed(2),
            ]),
          },
        },
      ],
      bars: bounds.map(({ of, to, most }): Bar => {
        const reached = cpuRatio(found, of, to);
        return {
          what: `CPU, ${titles[of] ?? of}, to ${titles[to] ?? to}`,
          bar: `≤ ${most}`,
          reached: reached.toFixed(3),
          holds: reached <= most,
        };
      }),
    };
  },
};
