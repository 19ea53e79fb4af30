import type { Bar, Bench } from "./bench.ts";
import { operationOf } from "./federation/graph.ts";
import { cpuRatio, measure, type Measurement } from "./federation/measure.ts";

const titles: Readonly<Record<string, string>> = {
  compiled: "compiled executor in the bare Hive runtime",
  hub: "this gateway, nobody governed",
  "hive-rust": "Hive Gateway, Rust planner",
  "hive-js": "Hive Gateway, JavaScript planner",
  apollo: "Apollo Gateway",
};

const barsOf = (measurements: readonly Measurement[]): readonly Bar[] =>
  ["compiled", "hub"].flatMap((name) =>
    [
      { to: "hive-rust", most: 0.35 },
      { to: "apollo", most: 0.15 },
    ].map(({ to, most }): Bar => {
      const reached = cpuRatio(measurements, name, to);
      return {
        what: `CPU of ${titles[name] ?? name}, to ${titles[to] ?? to}`,
        bar: `≤ ${most}`,
        reached: reached.toFixed(3),
        holds: reached <= most,
      };
    }),
  );

/** Gateway CPU on the public federation benchmark's shape, against the gateways it is measured by. */
export const federation: Bench = {
  name: "federation",
  summary: "gateway CPU and requests/s on the public federation benchmark's shape, against Hive and Apollo",
  run: async (options) => {
    const measurements = await measure(Object.keys(titles), operationOf({ factor: 1 }), 1, options);
    const kilobytes = Math.round((measurements[0]?.answer ?? 0) / 1000);
    return {
      introduction:
        `Users, products, inventory and reviews as four replaying subgraphs in one process; one operation, ${kilobytes} KB ` +
        `of answer, seven fetches. Each gateway in a process of its own, no in-flight sharing, eight connections; ` +
        `medians of ${options.rounds} rounds of ${options.roundMilliseconds} ms, in slices taken by turns, after half a minute of load. ` +
        "CPU is the gateway process's own, user and system, all threads.",
      tables: [
        {
          title: "CPU per request",
          table: {
            head: ["gateway", "CPU ms", "requests/s", "resident MB"],
            rows: measurements.map(({ name, cpu, requestsPerSecond, resident }) => [
              titles[name] ?? name,
              cpu.toFixed(2),
              requestsPerSecond.toFixed(0),
              (resident / 2 ** 20).toFixed(0),
            ]),
          },
        },
      ],
      bars: barsOf(measurements),
    };
  },
};
