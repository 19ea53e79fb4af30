import { insisting } from "../../../database/insist.ts";
import pg from "pg";
import { LedgerCorrupt, WitnessRefused } from "../../errors.ts";
import type { LedgerEvents } from "../events.ts";
import { integrate, loadFrontier, type LogIdentity } from "./integrate.ts";

/** Milliseconds between two attempts to become the sequencer, and after an error. */
const RETRY_MS = 250;

/** The part of the ledger that integrates and signs, in whichever process holds the advisory lock. */
export interface Sequencer {
  /** Stops after the batch under way and lets go of the lock. */
  close(): Promise<void>;
}

/**
 * Stands for election and serves while elected. The lock belongs to the very connection that writes: when the process dies, or
 * the connection breaks, the lock is free and nothing that was begun can still be committed. Integration happens every
 * `intervalMs`; errors are told to `events` and tried again, except LedgerCorrupt and WitnessRefused, after which this process signs no
 * more.
 */
export function startSequencer(
  databaseUrl: string,
  log: LogIdentity,
  { intervalMs, events }: { intervalMs: number; events: LedgerEvents },
): Sequencer {
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await serve(databaseUrl, log, { intervalMs, events, stop: stop.signal });
      } catch (error) {
        events.onError?.("sequencer", error);
        if (error instanceof LedgerCorrupt || error instanceof WitnessRefused) return;
      }
      await pause(RETRY_MS, stop.signal);
    }
  };
  const running = run();
  return {
    async close() {
      stop.abort();
      await running;
    },
  };
}

async function serve(
  databaseUrl: string,
  log: LogIdentity,
  { intervalMs, events, stop }: { intervalMs: number; events: LedgerEvents; stop: AbortSignal },
): Promise<void> {
  const client = new pg.Client({
    ...insisting(databaseUrl, ["synchronous_commit=on"]),
    application_name: "ledger sequencer",
    connectionTimeoutMillis: 5000,
    query_timeout: 30_000,
    keepAlive: true,
  });
  const broken: Error[] = [];
  client.on("error", (error) => broken.push(error));
  try {
    await client.connect();
    if (!(await elected(client, stop))) return;
    const frontier = await loadFrontier(client, log);
    const sumUp = await summary(client);
    events.onElected?.(frontier.range.size);
    while (!stop.aborted) {
      const integrated = await integrate(client, log, frontier);
      if (integrated > 0) events.onCheckpoint?.(frontier.range.size);
      await sumUp(frontier.range.size);
      if (integrated < 1000) await pause(intervalMs, stop);
      if (broken[0] !== undefined) throw broken[0];
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function elected(client: pg.Client, stop: AbortSignal): Promise<boolean> {
  while (!stop.aborted) {
    const { rows } = await client.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_lock(hashtextextended('ledger.sequencer', 0)) AS mine",
    );
    if (rows[0]?.mine === true) return true;
    await pause(RETRY_MS, stop);
  }
  return false;
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stop.addEventListener("abort", done);
  });
}

/** Records that are summed up together at most; a log that was never summed up is caught up with in steps of this. */
const STEP = 100_000;
/** Records that wait before they are summed up. */
const MANY = 25_000;
/** Milliseconds that fewer may wait. */
const WAIT_MS = 15_000;

/**
 * Keeps the summaries that searches are led by (`ledger.presence`, `ledger.officers`) near the end of what is integrated: not with every
 * checkpoint, as most of the work is the same for few records and for many. What is not summed up yet is searched without them.
 * Gives a function for the elected sequencer, called after each integration with the size of the tree.
 */
async function summary(
  client: pg.ClientBase,
  now: () => number = () => performance.now(),
): Promise<(size: number) => Promise<void>> {
  const { rows } = await client.query<{ size: string }>("SELECT size FROM ledger.summed");
  let summed = Number(rows[0]?.size ?? 0);
  let due = now();
  return async (size) => {
    if (size <= summed) due = now() + WAIT_MS;
    if (size - summed < MANY && now() < due) return;
    const high = Math.min(size, summed + STEP);
    if (high <= summed) return;
    await client.query("SELECT ledger.sum_up($1)", [high]);
    summed = high;
    due = now() + WAIT_MS;
  };
}
