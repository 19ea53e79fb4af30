import { openLedger } from "../store/open-ledger.ts";
import { sampleRecord } from "./sample-record.ts";

/**
 * A process that chaos kills. As "gateway" it appends all the time and prints "index id" for every record that it was told is
 * durable (the answer that a client received); as "sequencer" it integrates and signs.
 */
const [role, databaseUrl = "", origin = "", key = ""] = process.argv.slice(2);

const open = async () => {
  for (;;) {
    try {
      return await openLedger({ databaseUrl, origin, intervalMs: 20, ...(role === "sequencer" ? { key } : {}) });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

const ledger = await open();
process.stdout.write("ready\n");
if (role === "gateway") {
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      for (;;) {
        try {
          const { index, id } = await ledger.append(sampleRecord());
          process.stdout.write(`${index} ${id}\n`);
          // Under load, but not so much that looking at the log after each round takes longer than the round.
          await new Promise((resolve) => setTimeout(resolve, 20));
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    }),
  );
}
