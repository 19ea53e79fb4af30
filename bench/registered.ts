import type { Bench } from "./bench.ts";
import { cpuBar, cpuRatio, titleOf } from "./federation/compare.ts";
import { operationOf } from "./federation/graph.ts";
import { measure } from "./federation/measure.ts";
import { withContenders } from "./federation/processes.ts";

const LAUNCHES = 4;
const MOST_MEGABYTES = 300;

/** An operation that is asked for by its id, beside the same one as a text; and a gateway that a thousand apps have asked for five each. */
export const registered: Bench = {
  name: "registered",
  summary: "an operation by its id against its text, and the memory of a thousand apps' operations",
  run: async (options) => {
    const found = await measure(["governed", "registered"], operationOf({ factor: 1 }), 1, options, LAUNCHES);
    const { heap, resident } = await withContenders(
      ["thousand-apps"],
      { factor: 1, collects: true },
      async ([asked]) => {
        if (asked === undefined) throw new Error("No gateway was started.");
        return asked.usage();
      },
    );
    const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
    return {
      introduction:
        "The federation benchmark's shape under one grant, without a ledger. An operation is sent as its text (0.6 KB), or as its id, which " +
        `its app has registered. ${LAUNCHES} launches. Memory after 1,000 apps have asked for five operations each, every one another text, after a full collection.`,
      tables: [
        {
          title: "CPU per request",
          table: {
            head: ["gateway", "CPU ms", `CPU to ${titleOf("governed")}`],
            rows: found.map(({ name, cpu }) => [
              titleOf(name),
              cpu.toFixed(2),
              cpuRatio(found, name, "governed").toFixed(3),
            ]),
          },
        },
        {
          title: "Memory",
          table: { head: ["apps", "heap MB", "resident MB"], rows: [["1000", megabytes(heap), megabytes(resident)]] },
        },
      ],
      bars: [
        cpuBar(found, "registered", "governed", 0.9),
        {
          what: "heap after 1,000 apps with five operations each",
          bar: `≤ ${MOST_MEGABYTES} MB`,
          reached: `${megabytes(heap)} MB`,
          holds: heap <= MOST_MEGABYTES * 2 ** 20,
        },
      ],
    };
  },
};
