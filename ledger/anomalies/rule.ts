import type { Entry } from "./entry.ts";

/** The log's history before the window that is looked at. */
export interface Past {
  /** Requests per day of each app, for the days before. */
  readonly dailyRequests: ReadonlyMap<string, readonly number[]>;
  /** District codes (6 digits) that each grant reached, with how many requests. */
  readonly districtsOfGrant: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** A rule's result: a question for a person to answer, never a verdict. */
export interface Suspicion {
  /** "app" or "app/officer". */
  readonly caller: string;
  /** In words, with the numbers that made the rule speak. */
  readonly summary: string;
  /** Indexes of the records that show it. */
  readonly evidence: readonly number[];
  /** Tells it from others of the same rule, caller and window; absent where a rule finds only one. */
  readonly about?: string;
}

/** An explainable rule over the log: a pure function, with its thresholds in its own file. */
export interface Rule {
  readonly name: string;
  /** For officers. */
  readonly title: string;
  /** @param entries the window's requests by time */
  readonly find: (entries: readonly Entry[], past: Past) => readonly Suspicion[];
}

/** A past without anything in it. */
export const NO_PAST: Past = Object.freeze({ dailyRequests: new Map(), districtsOfGrant: new Map() });
