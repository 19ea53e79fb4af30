import { setTimeout as pause } from "node:timers/promises";
import {
  collectionSchema,
  OUTBOX_PAGE,
  OUTBOX_PATIENCE,
  OUTBOX_PURPOSE,
  OUTBOX_QUERY,
  type OutboxRow,
} from "../../schema/envelope/outbox.ts";
import type { EnvelopeVerifier } from "../../schema/envelope/envelope-verifier.ts";
import { parse } from "../../schema/parse.ts";
import type { Door } from "./door.ts";
import type { Statements } from "./postgres/statements.ts";

/** The rows of a department's table `outbox`, which its triggers write in the transaction of a change, as the hub collects them. */
export interface Outbox extends Door {
  /** Forgets what the hub has kept and answers with what it has not; in wait of a row for a while where there is none. */
  readonly answer: Door["answer"];
  /** Answers whoever waits, and lets nobody wait any more. */
  readonly stop: () => void;
}

/** Milliseconds between two looks for a row while the hub waits for one. */
const LOOK = 40;

// Not waited for until it is on disk: a row that comes back after a crash is sent again, and kept once. Readers share the connection.
const FORGET = `
  delete from outbox using (select set_config('synchronous_commit', 'off', true)) as eased where id = any($1::uuid[])`;

// What waits longest comes first. A row that becomes visible late, as its transaction took long, is only later for it.
const READ = `
  select id, type, key, division_code as division, to_char(day, 'YYYY-MM-DD') as day,
    to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
  from outbox order by position limit ${OUTBOX_PAGE}`;

/** Opens the outbox of a department that has one. */
export function openOutbox(statements: Statements, verifier: EnvelopeVerifier): Outbox {
  const stopping = new AbortController();
  const { signal } = stopping;
  const read = async (): Promise<readonly OutboxRow[]> =>
    (await statements.rows(READ, [])) as unknown as readonly OutboxRow[];
  return {
    isFromHub: async (envelope) => {
      const opened = await verifier.verify(envelope, OUTBOX_QUERY);
      return opened.kind === "valid" && opened.envelope.purpose === OUTBOX_PURPOSE;
    },
    answer: async (body) => {
      const { kept } = parse(collectionSchema, body, "collection", { code: "BAD_USER_INPUT", quotes: false });
      if (kept.length > 0) await statements.rows(FORGET, [kept]);
      const until = performance.now() + OUTBOX_PATIENCE;
      let rows = await read();
      while (rows.length === 0 && performance.now() < until && !signal.aborted) {
        await pause(LOOK, undefined, { signal, ref: false }).catch(() => undefined);
        rows = await read();
      }
      return JSON.stringify({ data: { rows } });
    },
    stop: () => {
      stopping.abort();
    },
  };
}
