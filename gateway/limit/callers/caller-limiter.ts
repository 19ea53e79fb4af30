/* eslint max-lines-per-function: ["error", 75] -- one limiter: its charges share the counters, the report and the clock */
import type { Logger } from "pino";
import type { Caller } from "../../authenticate/caller.ts";
import type { Observation } from "../../execute/enforcement.ts";
import {
  defaultBound,
  defaultGuessing,
  defaultRate,
  type CallerLimits,
  type CallerNews,
  type GuessingBounds,
  type RequestRate,
} from "./caller-limits.ts";
import { CountersUnreachable, openMemoryCounters } from "./counter-store.ts";
import { dayOf, SubjectsSeen } from "./counted-today.ts";
import { GuessWatch } from "./guess-watch.ts";
import { LeasedCounters, type Allowance } from "./leased-counters.ts";
import type { ChargedGrant } from "./quotas-of.ts";

/** A limit's answer to a charge; `until` is the time from which it allows more, in milliseconds since 1970. */
export type Charge =
  | { readonly kind: "allowed" }
  | { readonly kind: "rate"; readonly until: number }
  | { readonly kind: "quota"; readonly until: number; readonly grant: string }
  | { readonly kind: "unreachable" };

/** The limits of a gateway's callers. It outlives a reload of the supergraph. */
export interface CallerLimiter {
  readonly guessing: GuessingBounds | null;
  /** undefined without a watch. */
  readonly watch: GuessWatch | undefined;
  readonly clock: () => number;
  /** One operation of the caller's app. From memory, without a promise, nearly always. */
  readonly chargeRate: (caller: Caller) => Charge | Promise<Charge>;
  /** One request under these grants; refused as well by one that no person or firm is left of. */
  readonly chargeRequest: (caller: Caller, grants: readonly ChargedGrant[]) => Charge | Promise<Charge>;
  /** The answer that `chargeRequest` would give, without charging. */
  readonly lookAtRequest: (caller: Caller, grants: readonly ChargedGrant[]) => Charge | Promise<Charge>;
  /** The people and firms in an answer that has not left yet. Whoever was counted today is not counted again here. */
  readonly chargeSubjects: (
    caller: Caller,
    grants: readonly ChargedGrant[],
    observation: Pick<Observation, "subjects">,
  ) => Charge | Promise<Charge>;
  /** Gives back what is leased, and closes the store. */
  readonly close: () => Promise<void>;
}

const ALLOWED: Charge = Object.freeze({ kind: "allowed" });
const UNREACHABLE: Charge = Object.freeze({ kind: "unreachable" });
/** The counters hold 32 bits; a quota beyond it is none. */
const MOST = 1_000_000_000;

/** Each change of what is wrong is told once in a while, not with every request. */
const seldom = (report: (news: CallerNews) => void, clock: () => number): ((news: CallerNews) => void) => {
  const told = new Map<string, number>();
  return (news) => {
    const key = JSON.stringify(news);
    const now = clock();
    if (now - (told.get(key) ?? Number.NEGATIVE_INFINITY) < 60_000) return;
    if (told.size > 1_000) told.clear();
    told.set(key, now);
    report(news);
  };
};

const reportTo =
  (logger: Logger) =>
  (news: CallerNews): void => {
    logger.warn(news, "A caller came to its limits.");
  };

const rateAllowance = ({ app }: Caller, { requests, seconds }: RequestRate, now: number): Allowance => {
  const window = Math.floor(now / (seconds * 1_000));
  return { key: `rate:${window}:${app}`, limit: Math.min(requests, MOST), resetAt: (window + 1) * seconds * 1_000 };
};

interface Due {
  readonly allowance: Allowance;
  /** 0: one must be there, but is not spent. */
  readonly points: number;
  readonly refused: () => Charge;
}

/** Takes all or nothing; stays synchronous as long as the counters do. */
const takeAll = (counters: LeasedCounters, due: readonly Due[], at = 0): Charge | Promise<Charge> => {
  const next = due[at];
  if (!next) return ALLOWED;
  const settle = (isTaken: boolean): Charge | Promise<Charge> => {
    if (isTaken) return takeAll(counters, due, at + 1);
    for (const { allowance, points } of due.slice(0, at)) if (points > 0) counters.giveBack(allowance, points);
    return next.refused();
  };
  const taken = next.points === 0 ? counters.has(next.allowance) : counters.take(next.allowance, next.points);
  return typeof taken === "boolean" ? settle(taken) : taken.then(settle);
};

/** Opens the limits of a gateway's callers. Closing it closes the store too. */
export function createCallerLimiter(limits: CallerLimits, logger: Logger): CallerLimiter {
  const { clock = Date.now, store = openMemoryCounters(clock), rate = defaultRate, bound = defaultBound } = limits;
  const report = seldom(limits.report ?? reportTo(logger), clock);
  const guessing = limits.guessing === null ? null : { ...defaultGuessing, ...limits.guessing };
  const counters = new LeasedCounters(store, { bound, clock });
  const seen = new SubjectsSeen();

  const charge = (caller: Caller, due: readonly Due[]): Charge | Promise<Charge> => {
    const charged = takeAll(counters, due);
    if (!(charged instanceof Promise)) return charged;
    return charged.catch((error: unknown) => {
      if (!(error instanceof CountersUnreachable)) throw error;
      report({ kind: "unreachable", app: caller.app });
      return UNREACHABLE;
    });
  };
  const dueOf = (
    caller: Caller,
    { grant, quota }: ChargedGrant,
    of: "requests" | "subjects",
    points: number,
  ): readonly Due[] => {
    const limit = of === "requests" ? quota.requestsPerDay : quota.subjectsPerDay;
    if (limit === null || limit >= MOST) return [];
    const { day, end } = dayOf(clock());
    const refused = (): Charge => {
      report({ kind: "quota", app: caller.app, grant, of });
      return { kind: "quota", until: end, grant };
    };
    return [{ allowance: { key: `${of}:${day}:${grant}`, limit, resetAt: end }, points, refused }];
  };
  const request = (caller: Caller, grants: readonly ChargedGrant[], points: number): Charge | Promise<Charge> => {
    if (grants.length === 0) return ALLOWED;
    const due = grants.flatMap((grant) => [
      ...dueOf(caller, grant, "requests", points),
      ...dueOf(caller, grant, "subjects", 0),
    ]);
    return charge(caller, due);
  };
  return {
    guessing,
    watch: guessing === null ? undefined : new GuessWatch(store, guessing, report, clock),
    clock,
    chargeRate: (caller) => {
      const allowance = rateAllowance(caller, rate, clock());
      return charge(caller, [{ allowance, points: 1, refused: () => ({ kind: "rate", until: allowance.resetAt }) }]);
    },
    chargeRequest: (caller, grants) => request(caller, grants, 1),
    lookAtRequest: (caller, grants) => request(caller, grants, 0),
    chargeSubjects: (caller, grants, observation) => {
      const counted = grants.filter(({ quota }) => quota.subjectsPerDay !== null);
      // Asked for only where somebody counts: they are gathered when first asked for.
      if (counted.length === 0 || observation.subjects.size === 0) return ALLOWED;
      const { subjects } = observation;
      const { day } = dayOf(clock());
      const fresh = counted.map((grant) => ({ grant, subjects: seen.unseen(day, grant.grant, subjects) }));
      const note = (charged: Charge): Charge => {
        if (charged.kind === "allowed") for (const { grant, subjects: met } of fresh) seen.note(day, grant.grant, met);
        return charged;
      };
      const due = fresh.flatMap(({ grant, subjects: met }) =>
        met.length === 0 ? [] : dueOf(caller, grant, "subjects", met.length),
      );
      const charged = charge(caller, due);
      return charged instanceof Promise ? charged.then(note) : note(charged);
    },
    close: async () => {
      await counters.close();
      await store.close();
    },
  };
}
