import type { Bench } from "./bench.ts";
import { operationOf } from "./federation/graph.ts";
import { measure } from "./federation/measure.ts";

const factors = [1, 2, 4, 8] as const;

/** Growth of the gateway's CPU with the rows of an answer: it has to stay linear. */
export const growth: Bench = {
  name: "growth",
  summary: "gateway CPU with 1, 2, 4 and 8 times the rows: linear",
  run: async (options) => {
    const rows: { factor: number; kilobytes: number; cpu: number; perKilobyte: number }[] = [];
    for (const factor of factors) {
      options.say(`  ${factor} times the rows`);
      const [compiled] = await measure(["hub"], operationOf({ factor }), factor, options);
      if (!compiled) throw new Error("Nothing was measured.");
      const kilobytes = compiled.answer / 1000;
      rows.push({ factor, kilobytes, cpu: compiled.cpu, perKilobyte: (compiled.cpu * 1000) / kilobytes });
    }
    const [first] = rows;
    const last = rows.at(-1);
    const reached = first && last ? last.perKilobyte / first.perKilobyte : Number.NaN;
    return {
      introduction:
        "The compiled executor on the federation benchmark's shape with more users, products and reviews: " +
        "the answer grows with the rows, and CPU per kilobyte must not.",
      tables: [
        {
          title: "CPU by rows",
          table: {
            head: ["rows", "answer KB", "CPU ms", "CPU µs per KB"],
            rows: rows.map(({ factor, kilobytes, cpu, perKilobyte }) => [
              `${factor}x`,
              kilobytes.toFixed(0),
              cpu.toFixed(2),
              perKilobyte.toFixed(1),
            ]),
          },
        },
      ],
      bars: [
        {
          what: "CPU per KB at 8 times the rows, to CPU per KB at 1",
          bar: "≤ 1.1",
          reached: reached.toFixed(2),
          holds: reached <= 1.1,
        },
      ],
    };
  },
};
