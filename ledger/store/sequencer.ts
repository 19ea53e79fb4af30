import pg from "pg";
import { LedgerCorrupt } from "../errors.ts";
import type { LedgerEvents } from "./events.ts";
import { integrate, loadFrontier, type LogIdentity } from "./integrate.ts";
import { summary } from "./sum-up.ts";

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
 * `intervalMs`; errors are told to `events` and tried again, except LedgerCorrupt, after which this process signs no more.
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
        if (error instanceof LedgerCorrupt) return;
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
    connectionString: databaseUrl,
    application_name: "ledger sequencer",
    connectionTimeoutMillis: 5000,
    query_timeout: 30_000,
    options: "-c synchronous_commit=on",
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
