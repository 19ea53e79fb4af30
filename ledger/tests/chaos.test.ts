import { expect, test } from "@jest/globals";
import { runChaos } from "./chaos.ts";

const ROUNDS = Number(process.env["LEDGER_CHAOS_ROUNDS"] ?? 5);
const isMeasured = process.env["LEDGER_CHAOS_ROUNDS"] !== undefined;
const tell = isMeasured ? (line: string) => process.stderr.write(`${line}\n`) : () => undefined;

test(
  `kill -9 of gateway, sequencer and database, ${ROUNDS} times: no answer without its record, no gap, no double, and recording goes on`,
  async () => {
    const report = await runChaos(ROUNDS, { seed: ROUNDS, tell });
    expect(report.violations).toEqual([]);
    expect([report.kills, report.unlogged]).toEqual([ROUNDS, 0]);
    expect(report.released).toBeGreaterThan(100);
    expect(report.records).toBeGreaterThanOrEqual(report.released);
    expect(report.receipts).toBe(Math.min(report.released, 200));
  },
  60_000 + ROUNDS * 20_000,
);
