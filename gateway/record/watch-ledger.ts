import { Counter, Gauge, Histogram } from "prom-client";
import type { ReadableLog } from "../../ledger/evidence/readable-log.ts";
import type { DisclosureRecord } from "../../ledger/record.ts";
import type { LedgerLag, LedgerTrouble } from "../../ledger/store/health.ts";
import type { Metrics } from "../release/metrics.ts";
import { createReadiness, type ReadinessBounds } from "../release/readiness.ts";
import type { Grant } from "../grant/compile-grant.ts";
import type { GrantUse, OperationUse } from "./grant-use.ts";

/** The part of the ledger that a gateway needs. */
export interface DisclosureLedger {
  /** Resolves only once the record is durable; rejects when that is not known within its bound. */
  readonly append: (
    record: DisclosureRecord,
  ) => Promise<{ readonly index: number; readonly id: string; readonly promise?: string | undefined }>;
  /** Told what was released under which grants, once it is recorded. MUST NOT throw, nor wait. */
  readonly used?: (uses: readonly GrantUse[], operation?: OperationUse) => void;
  /**
   * Records what a compiled grant is made of, once; undefined when it is recorded (`stateGrounds`). A disclosure waits for it. Every
   * ledger that an auditor joins with grants has it.
   */
  readonly stateGround?: (grant: Grant) => Promise<unknown> | undefined;
  /** Asks, when nothing was appended lately, for a sign that a record could be made durable now. MUST resolve within a bound, never reject. */
  readonly probe?: () => Promise<boolean>;
  /** The reason for which no record is taken, or the signer has stopped; undefined when there is none. Bounds as those of `probe`. */
  readonly trouble?: () => Promise<LedgerTrouble | undefined>;
  /** The part of `trouble` that this process knows without asking. */
  readonly halted?: () => LedgerTrouble | undefined;
  /** The lag of signing, for metrics. */
  readonly lag?: () => Promise<LedgerLag>;
  /** The part that outsiders read over HTTP; without it nothing of the log is served. */
  readonly log?: ReadableLog;
}

/** A ledger whose appends are measured, and which is asked how it is when nothing was appended lately. */
export interface WatchedLedger extends DisclosureLedger {
  /** "up" while a record could be made durable. While it is "down" no answer leaves, so the gateway is not ready. */
  readonly state: () => Promise<"up" | "down">;
  /** The reason of "down", where one is known. */
  readonly reason: () => Promise<LedgerTrouble | undefined>;
}

const NAME = "ledger";
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

const lagGauges = (
  { registry }: Metrics,
  read: () => Promise<LedgerLag>,
  { state, reason }: Pick<WatchedLedger, "state" | "reason">,
): Gauge[] => {
  // Prometheus asks for all gauges together: they share one reading.
  let reading: { readonly at: number; readonly lag: Promise<LedgerLag | undefined> } | undefined;
  const lag = (): Promise<LedgerLag | undefined> => {
    const at = performance.now();
    if (reading === undefined || at - reading.at > 500) reading = { at, lag: read().catch(() => undefined) };
    return reading.lag;
  };
  const gauge = (name: string, help: string, value: (lag: LedgerLag) => number): Gauge =>
    new Gauge({
      name: `hub_ledger_${name}`,
      help,
      registers: [registry],
      async collect() {
        const known = await lag();
        // A stale number would look like a healthy ledger: without an answer there is none.
        if (known === undefined) this.remove();
        else this.set(value(known));
      },
    });
  return [
    gauge("records", "Records in the ledger.", ({ size }) => size),
    gauge("unsigned_records", "Records that no signed checkpoint covers yet.", ({ size, signed }) => size - signed),
    gauge(
      "uncosigned_records",
      "Records that no witness's cosignature covers yet.",
      ({ size, cosigned }) => size - cosigned,
    ),
    gauge(
      "unsigned_seconds",
      "How long the oldest of the unsigned records has been waiting.",
      ({ waitingSeconds }) => waitingSeconds,
    ),
    new Gauge({
      name: "hub_ledger_up",
      help: "1 when a record can be made durable; 0 when no answer can leave.",
      registers: [registry],
      async collect() {
        this.set((await state()) === "up" ? 1 : 0);
      },
    }),
    new Gauge({
      name: "hub_ledger_trouble",
      help: "1 for the reason for which the ledger is down: DATABASE, WITNESS_REFUSED or CORRUPT.",
      labelNames: ["reason"],
      registers: [registry],
      async collect() {
        this.reset();
        const known = await reason();
        if (known !== undefined) this.set({ reason: known }, 1);
      },
    }),
  ];
};

/**
 * Measures what is appended and tells `/readyz` and `/metrics` how the ledger is. Called once per gateway: the ledger outlives a
 * reload of the supergraph.
 */
export function watchLedger(ledger: DisclosureLedger, metrics: Metrics, bounds?: ReadinessBounds): WatchedLedger {
  let lastOne = true;
  const probe = async (): Promise<"up" | "down"> => ((await (ledger.probe?.() ?? lastOne)) ? "up" : "down");
  const readiness = createReadiness([NAME], probe, undefined, bounds);
  const state = async (): Promise<"up" | "down"> =>
    ledger.halted?.() === undefined ? ((await readiness.check()).get(NAME) ?? "down") : "down";
  const reason = async (): Promise<LedgerTrouble | undefined> =>
    ledger.halted?.() ?? ((await state()) === "up" ? undefined : await ledger.trouble?.());
  const seconds = new Histogram({
    name: "hub_ledger_append_duration_seconds",
    help: "Time until a record was durable.",
    buckets,
    registers: [metrics.registry],
  });
  const refused = new Counter({
    name: "hub_ledger_refusals_total",
    help: "Answers held back because their record was not known to be durable.",
    registers: [metrics.registry],
  });
  lagGauges(metrics, ledger.lag ?? (() => Promise.reject(new Error("unknown"))), { state, reason });
  return {
    ...ledger,
    state,
    reason,
    append: async (record) => {
      const started = performance.now();
      try {
        const appended = await ledger.append(record);
        seconds.observe((performance.now() - started) / 1_000);
        lastOne = true;
        readiness.observe(NAME, "up");
        return appended;
      } catch (error) {
        refused.inc();
        lastOne = false;
        readiness.observe(NAME, "down");
        throw error;
      }
    },
  };
}
