import type { Bench } from "./bench.ts";
import { cpuBar, titleOf } from "./federation/compare.ts";
import { operationOf } from "./federation/graph.ts";
import { measure } from "./federation/measure.ts";

const names = ["hub", "hive-rust", "hive-js", "apollo"];

/** Gateway CPU on the public federation benchmark's shape, against the gateways it is measured by. */
export const federation: Bench = {
  name: "federation",
  summary: "gateway CPU and requests/s on the public federation benchmark's shape, against Hive and Apollo",
  run: async (options) => {
    const measurements = await measure(names, operationOf({ factor: 1 }), 1, options);
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
              titleOf(name),
              cpu.toFixed(2),
              requestsPerSecond.toFixed(0),
              (resident / 2 ** 20).toFixed(0),
            ]),
          },
        },
      ],
      bars: ["hub"].flatMap((name) => [
        cpuBar(measurements, name, "hive-rust", 0.35),
        cpuBar(measurements, name, "apollo", 0.15),
      ]),
    };
  },
};
