import { expect, it } from "@jest/globals";
import type { DisclosureRecord } from "../../ledger/record.ts";
import { createMetrics } from "../release/metrics.ts";
import { watchLedger } from "./watch-ledger.ts";

const record = {} as DisclosureRecord;

it("T2: a failed append makes the gateway unready at once, the next good one makes it ready again", async () => {
  let fails = false;
  const append = () => (fails ? Promise.reject(new Error("disk full")) : Promise.resolve({ index: 1, id: "r" }));
  // Every question is asked anew, and a good append counts for an hour.
  const ledger = watchLedger({ append }, createMetrics(), { freshFor: 3_600_000, probeEvery: -1 });
  expect(await ledger.state()).toBe("up");
  await ledger.append(record);
  expect(await ledger.state()).toBe("up");
  fails = true;
  await expect(ledger.append(record)).rejects.toThrow("disk full");
  expect(await ledger.state()).toBe("down");
  fails = false;
  await ledger.append(record);
  expect(await ledger.state()).toBe("up");
});
