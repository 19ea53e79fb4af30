import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import { outboxSchema, type OutboxRow } from "../../schema/envelope/outbox.ts";
import { parse } from "../../schema/parse.ts";
import type { SubgraphAnswer } from "../upstream/parse-answer.ts";
import type { EventStore } from "./event-store.ts";

/** Milliseconds until a department is asked again whose turn another gateway has, or that did not answer. */
const [NOT_MY_TURN, NO_ANSWER] = [1_000, 2_000] as const;

/** Milliseconds for which a turn is not asked for anew: the rest of its ten seconds is left to a collection that takes long. */
const TURN = 3_000;

const AN_HOUR = 3_600_000;

/** What is collected, and where it is kept. */
export interface Collection {
  readonly store: EventStore;
  /** Subgraphs with an outbox, as the supergraph in force has them, each with the kinds of events that it may tell of. */
  readonly departments: () => ReadonlyMap<string, ReadonlySet<string>>;
  /** Asks a department for its outbox; it forgets the rows that are `kept`. Never rejects. */
  readonly collect: (department: string, kept: readonly string[], signal: AbortSignal) => Promise<SubgraphAnswer>;
  readonly logger: Logger;
  /** Told of events that no subscriber can hear of: of kinds that the supergraph does not know, or that are another department's to tell of. */
  readonly onUnserved: (reason: "unknown" | "foreign", events: number) => void;
}

/** What of a department's rows is kept: all but what another department alone may tell of. Pure. */
const sortOut = (
  rows: readonly OutboxRow[],
  department: string,
  departments: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly rows: readonly OutboxRow[]; readonly unknown: number; readonly foreign: number } => {
  const own = departments.get(department);
  const all = new Set([...departments.values()].flatMap((types) => [...types]));
  const kept = rows.filter(({ type }) => own?.has(type) === true || !all.has(type));
  return { rows: kept, unknown: kept.filter(({ type }) => !all.has(type)).length, foreign: rows.length - kept.length };
};

const codeOf = ({ errors = [] }: SubgraphAnswer): string => {
  const code: unknown = errors[0]?.extensions["code"];
  return typeof code === "string" ? code : "no data";
};

/** @throws Malformed for what is no outbox */
const rowsIn = (answer: SubgraphAnswer): readonly OutboxRow[] | undefined =>
  answer.data
    ? parse(outboxSchema, answer.data, "outbox", { code: "HUB_SUBGRAPH_INVALID_ANSWER", quotes: false }).rows
    : undefined;

/** Collects the outbox of one department until the signal, whenever it is this gateway's turn. */
const collectFrom = async (department: string, collection: Collection, signal: AbortSignal): Promise<void> => {
  const { store, departments, collect, logger, onUnserved } = collection;
  let forgotten: readonly string[] = [];
  let trouble = "";
  let turn = Number.NEGATIVE_INFINITY;
  const tell = (reason: string): void => {
    if (reason !== trouble) logger.warn({ subgraph: department, reason }, "A department's events cannot be collected.");
    trouble = reason;
  };
  const round = async (): Promise<number> => {
    const now = performance.now();
    if (now - turn > TURN) {
      if (!(await store.isTurn(department))) return NOT_MY_TURN;
      turn = now;
    }
    const answer = await collect(department, forgotten, signal);
    if (signal.aborted) return 0;
    const rows = rowsIn(answer);
    if (rows === undefined) {
      tell(codeOf(answer));
      return NO_ANSWER;
    }
    const kept = sortOut(rows, department, departments());
    onUnserved("unknown", kept.unknown);
    onUnserved("foreign", kept.foreign);
    // What this supergraph does not know, another may: it keeps its place among the others.
    if (kept.unknown > 0) tell("events of kinds that the supergraph does not know are kept, and told to nobody yet");
    else if (kept.foreign > 0) tell("events of kinds that another department declares are left out");
    else trouble = "";
    if (kept.rows.length > 0) await store.keep(department, kept.rows);
    forgotten = rows.map(({ id }) => id);
    return 0;
  };
  while (!signal.aborted) {
    const wait = await round().catch((error: unknown) => {
      tell(error instanceof Error ? error.message : "unknown");
      return NO_ANSWER;
    });
    if (wait > 0) await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
  }
};

/**
 * Collects the departments' events, shared with every other gateway on the same database: each department is asked by one at a time. What
 * was read and not yet kept is read again, and kept once.
 * @returns what ends it, after what is under way
 */
export function collectEvents(collection: Collection): () => Promise<void> {
  const { store, departments, logger } = collection;
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Map<string, Promise<void>>();
  const begin = (): void => {
    for (const department of departments().keys())
      if (!running.has(department)) running.set(department, collectFrom(department, collection, signal));
  };
  const tidy = (): void => {
    begin();
    store.tidy().catch(() => {
      logger.warn("Old events could not be forgotten; that is tried again.");
    });
  };
  begin();
  // A reloaded supergraph may bring departments with events.
  const beginning = setInterval(begin, 5_000).unref();
  const tidying = setInterval(tidy, AN_HOUR).unref();
  return async () => {
    clearInterval(beginning);
    clearInterval(tidying);
    stopping.abort();
    await Promise.all(running.values());
  };
}
