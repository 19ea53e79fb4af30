import { CountersUnreachable, type CounterStore } from "../limit/callers/counter-store.ts";
import { defaultBound } from "../limit/callers/caller-limits.ts";
import { LeasedCounters, type Allowance } from "../limit/callers/leased-counters.ts";
import { secondsUntil } from "../seconds-until.ts";
import { TokenRefused } from "./token-refused.ts";

/** How many tokens are given, and how many wrong requests are looked at. */
export interface TokenLimits {
  /** Seconds of a window. */
  readonly seconds: number;
  /** Points of one app in a window, over all gateways. A token costs one, an exchange that is refused `refused`. */
  readonly app: number;
  readonly refused: number;
  /** Requests from one address in a window in which no app proves itself, at this gateway. */
  readonly failures: number;
}

/** 50 tokens a second for an app whose officers, citizens or firms each get one for ten minutes; five failures a second from one address. */
export const defaultTokenLimits: TokenLimits = Object.freeze({ seconds: 60, app: 3_000, refused: 10, failures: 300 });

/** The rate of the token endpoint. An app's share is spent by its own proof alone, so nobody can spend it in its name. */
export interface TokenRate {
  /** @param claimed the app that the request says it is from @throws TokenRefused 429 for an address that has failed too often */
  readonly admit: (address: string, claimed: string) => void;
  /** Counts a request in which no app has proved itself. */
  readonly failed: (address: string) => void;
  /** Counts a request of an app that has proved itself. Rejects with TokenRefused: 429, or 503 while nobody can count. */
  readonly proven: (address: string, app: string) => Promise<void>;
  /** Counts a refused exchange of it on top. */
  readonly exchangeRefused: (app: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const MOST = 10_000;

/** Keeps the youngest entries. */
const put = <Value>(map: Map<string, Value>, key: string, value: Value): void => {
  map.delete(key);
  const oldest = map.size >= MOST ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
  map.set(key, value);
};

/** An IPv6 host has a network of 64 bits to itself. */
const networkOf = (address: string): string =>
  address.includes(":") && !address.includes(".") ? address.split(":").slice(0, 4).join(":") : address;

const tooMany = (until: number, now: number): TokenRefused => {
  return new TokenRefused("temporarily_unavailable", "too many requests for tokens", 429, secondsUntil(until, now));
};

/**
 * Opens the rate. Apps' shares are leased from the counters that all gateways share, as quotas are; failures are each gateway's own to count, which
 * needs no word of the database for a request that is worth none.
 *
 * Behind a balancer everybody has one address. So an address that has failed too often is not closed: apps that have proved themselves from
 * there before are still looked at, and a stranger's flood costs them nothing.
 */
export function openTokenRate(
  store: CounterStore,
  { seconds, app: share, refused, failures }: TokenLimits,
  clock: () => number,
): TokenRate {
  const leased = new LeasedCounters(store, { bound: defaultBound, clock });
  const failed = new Map<string, { readonly window: number; readonly times: number }>();
  const known = new Map<string, true>();
  const windowNow = (): number => Math.floor(clock() / (seconds * 1_000));
  const endOf = (window: number): number => (window + 1) * seconds * 1_000;
  const allowanceOf = (app: string): Allowance => {
    const window = windowNow();
    return { key: `tokens:${app}:${window}`, limit: share, resetAt: endOf(window) };
  };
  const timesOf = (network: string): number => {
    const entry = failed.get(network);
    return entry?.window === windowNow() ? entry.times : 0;
  };
  const pairOf = (network: string, app: string): string => JSON.stringify([network, app]);
  const take = async (app: string, points: number): Promise<boolean> => {
    try {
      return await leased.take(allowanceOf(app), points);
    } catch (error) {
      if (!(error instanceof CountersUnreachable)) throw error;
      throw new TokenRefused("temporarily_unavailable", "nobody can count tokens at present");
    }
  };
  return {
    admit: (address, claimed) => {
      const network = networkOf(address);
      if (timesOf(network) < failures || known.has(pairOf(network, claimed))) return;
      throw tooMany(endOf(windowNow()), clock());
    },
    failed: (address) => {
      const network = networkOf(address);
      put(failed, network, { window: windowNow(), times: timesOf(network) + 1 });
    },
    proven: async (address, app) => {
      put(known, pairOf(networkOf(address), app), true);
      if (!(await take(app, 1))) throw tooMany(endOf(windowNow()), clock());
    },
    exchangeRefused: async (app) => {
      await take(app, refused - 1);
    },
    close: () => leased.close(),
  };
}
