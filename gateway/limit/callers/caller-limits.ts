import type { CounterStore } from "./counter-store.ts";

/** At most `requests` operations of one app in each window of `seconds`. */
export interface RequestRate {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * The measure of guessing. A caller gets a point for every answer with a denial that it has not been given before, for every
 * identifier close to one that it asked for before, for every further name (or other argument) that it tries on one, and for
 * every identifier by which nobody is found.
 */
export interface GuessingBounds {
  /** Seconds after which points are forgotten. */
  readonly seconds: number;
  /** Points without consequence. From here on each point doubles the delay. */
  readonly tolerated: number;
  /** Points at which the caller is refused until the window ends. */
  readonly refused: number;
  /** Milliseconds of the first delay. */
  readonly firstDelay: number;
  /** Milliseconds that a request is held at most. */
  readonly longestDelay: number;
  /** Names of the scalars that hold citizen numbers (GB 11643). */
  readonly scalars: readonly string[];
}

/** News of the limits: ids of apps and officers, never a number, an argument or a value that was asked for. */
export type CallerNews =
  | { readonly kind: "unreachable"; readonly app: string }
  | { readonly kind: "quota"; readonly app: string; readonly grant: string; readonly of: "requests" | "subjects" }
  | {
      readonly kind: "guessing";
      readonly app: string;
      readonly officer: string | null;
      readonly stage: GuessingStage;
      readonly denials: number;
      readonly neighbours: number;
    };

/** slowed: requests are held back; refused: they are answered with HUB_GUESSING. */
export type GuessingStage = "slowed" | "refused";

/** Limits per caller; everything has a default. */
export interface CallerLimits {
  /** Shared by all replicas. The default is this process's memory: for a single gateway. */
  readonly store?: CounterStore;
  readonly rate?: RequestRate;
  /** null turns the watch off. */
  readonly guessing?: Partial<GuessingBounds> | null;
  /** Milliseconds that the store may be out of reach before requests are refused with HUB_LIMITS_UNAVAILABLE. */
  readonly bound?: number;
  /** Told what was noticed; the default is a line in the log. MUST NOT throw. */
  readonly report?: (news: CallerNews) => void;
  readonly clock?: () => number;
}

/** 3,000 a second: above what one gateway serves, so that it stops floods alone. */
export const defaultRate: RequestRate = Object.freeze({ requests: 30_000, seconds: 10 });

/** Thirty wrong turns in ten minutes are work; a hundred are a search. */
export const defaultGuessing: GuessingBounds = Object.freeze({
  seconds: 600,
  tolerated: 30,
  refused: 100,
  firstDelay: 100,
  longestDelay: 5_000,
  scalars: ["CitizenNumber"],
});

/** Milliseconds. */
export const defaultBound = 10_000;
