import { once } from "node:events";
import { openLedger } from "../store/open-ledger.ts";
import { sampleRecord } from "./sample-record.ts";

/**
 * A process that chaos kills. It loads, prints "warm", and begins with the first line of its standard input; it ends with it, too. As
 * "gateway" it appends all the time and prints "index id" for every record that it was told is durable (the answer that a client received)
 * and "refused" for every other; as "sequencer" it integrates and signs.
 */
const [role, databaseUrl = "", origin = "", key = ""] = process.argv.slice(2);
process.stdout.write("warm\n");
process.stdin.once("end", () => process.exit());
await once(process.stdin, "data");

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
        const line = await ledger.append(sampleRecord()).then(
          ({ index, id }) => `${index} ${id}\n`,
          () => "refused\n",
        );
        process.stdout.write(line);
        // Under load, but not so much that looking at the log takes longer than what is looked at.
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    }),
  );
}
