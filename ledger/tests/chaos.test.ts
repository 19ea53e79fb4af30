import { expect, test } from "@jest/globals";
import { runChaos } from "./chaos.ts";

const ROUNDS = Number(process.env["LEDGER_CHAOS_ROUNDS"] ?? 5);

test(
  `kill -9 of gateway, sequencer and database, ${ROUNDS} rounds: no answer without its record, no gap, no double`,
  async () => {
    const report = await runChaos(ROUNDS, ROUNDS);
    expect(report.violations).toEqual([]);
    expect(report.released).toBeGreaterThan(100);
    expect(report.records).toBeGreaterThanOrEqual(report.released);
    if (process.env["LEDGER_CHAOS_ROUNDS"] !== undefined) console.info(JSON.stringify(report));
  },
  20_000 + ROUNDS * 10_000,
);
