import { expect, it } from "@jest/globals";
import type { DisclosureRecord } from "../../ledger/record.ts";
import type { LedgerTrouble } from "../../ledger/store/health.ts";
import { createMetrics } from "../release/metrics.ts";
import { type DisclosureLedger, watchLedger } from "./watch-ledger.ts";

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

it("a ledger that cannot be asked is as its last append was", async () => {
  let fails = false;
  const append = () => (fails ? Promise.reject(new Error("disk full")) : Promise.resolve({ index: 1, id: "r" }));
  const ledger = watchLedger({ append }, createMetrics(), { freshFor: -1, probeEvery: -1 });
  const states: string[] = [await ledger.state()];
  for (const now of [true, false, true]) {
    fails = now;
    await ledger.append(record).catch(() => undefined);
    states.push(await ledger.state());
  }
  expect(states).toEqual(["up", "down", "up", "down"]);
});

it("a ledger that has just taken a record is not asked whether it could", async () => {
  let asked = 0;
  const append: DisclosureLedger["append"] = () => Promise.resolve({ index: 1, id: "r" });
  const probe = () => Promise.resolve(++asked > 0);
  const ledger = watchLedger({ append, probe }, createMetrics(), { freshFor: 3_600_000, probeEvery: -1 });
  await ledger.append(record);
  expect([await ledger.state(), asked]).toEqual(["up", 0]);
});

/** What `/metrics` says of a ledger, by the part of each name behind `hub_ledger_`; a reason as `trouble=REASON`. */
const told = async (metrics: ReturnType<typeof createMetrics>): Promise<Readonly<Record<string, number>>> => {
  const all = await metrics.registry.getMetricsAsJSON();
  return Object.fromEntries(
    all.flatMap(({ name, values }) =>
      values.flatMap((value): [string, number][] => {
        const { labels, value: figure, metricName = name } = value as typeof value & { readonly metricName?: string };
        if (!metricName.startsWith("hub_ledger_") || metricName.endsWith("_bucket")) return [];
        const { reason } = labels;
        return [[metricName.slice(11) + (reason === undefined ? "" : `=${reason}`), figure]];
      }),
    ),
  );
};

const LAG = { size: 10, signed: 7, cosigned: 4, waitingSeconds: 3 };

it("the ledger's metrics: its records, what is unsigned and uncosigned, for how long, and whether it takes any", async () => {
  const metrics = createMetrics();
  let readings = 0;
  const lag = () => Promise.resolve({ ...LAG, size: LAG.size + readings++ });
  const append: DisclosureLedger["append"] = () => Promise.resolve({ index: 1, id: "r" });
  const ledger = watchLedger({ append, lag }, metrics);
  await ledger.append(record);
  // One reading is for all gauges that are asked for together.
  expect(await told(metrics)).toEqual({
    records: 10,
    unsigned_records: 3,
    uncosigned_records: 6,
    unsigned_seconds: 3,
    up: 1,
    refusals_total: 0,
    append_duration_seconds_count: 1,
    append_duration_seconds_sum: expect.any(Number),
  });
  // The time of one append, and not that of the process.
  expect((await told(metrics))["append_duration_seconds_sum"]).toBeLessThan(performance.now() / 1000);
  await new Promise((resolve) => setTimeout(resolve, 510));
  expect((await told(metrics))["records"]).toBe(11);
});

it("a ledger that does not tell its lag has no figures of it: a stale one would look healthy", async () => {
  const metrics = createMetrics();
  let silent = false;
  const append: DisclosureLedger["append"] = () => Promise.reject(new Error("disk full"));
  const lag = () => (silent ? Promise.reject(new Error("no answer")) : Promise.resolve(LAG));
  const ledger = watchLedger({ append, lag }, metrics, { freshFor: 3_600_000, probeEvery: -1 });
  expect(await told(metrics)).toMatchObject({ records: 10 });
  silent = true;
  await expect(ledger.append(record)).rejects.toThrow("disk full");
  await new Promise((resolve) => setTimeout(resolve, 510));
  expect(await told(metrics)).toEqual({
    up: 0,
    refusals_total: 1,
    append_duration_seconds_count: 0,
    append_duration_seconds_sum: 0,
  });
});

it("the reason of a ledger that is down is told as long as it holds, and one that has stopped is not asked", async () => {
  const metrics = createMetrics();
  let [up, halted, why]: [boolean, LedgerTrouble | undefined, LedgerTrouble] = [false, undefined, "DATABASE"];
  const ledger = watchLedger(
    {
      append: () => Promise.resolve({ index: 1, id: "r" }),
      probe: () => Promise.resolve(up),
      trouble: () => Promise.resolve(why),
      halted: () => halted,
    },
    metrics,
    { freshFor: -1, probeEvery: -1 },
  );
  expect(await told(metrics)).toMatchObject({ "trouble=DATABASE": 1, up: 0 });
  why = "CORRUPT";
  expect(Object.keys(await told(metrics)).filter((name) => name.startsWith("trouble"))).toEqual(["trouble=CORRUPT"]);
  up = true;
  expect(Object.keys(await told(metrics)).filter((name) => name.startsWith("trouble"))).toEqual([]);
  expect([await ledger.state(), await ledger.reason()]).toEqual(["up", undefined]);
  halted = "WITNESS_REFUSED";
  expect([await ledger.state(), await ledger.reason()]).toEqual(["down", "WITNESS_REFUSED"]);
  expect(await told(metrics)).toMatchObject({ "trouble=WITNESS_REFUSED": 1, up: 0 });
});
