import type { AuditDatabase } from "./audit-database.ts";

/** Interval between two looks at the log, in milliseconds. */
export interface WatchPace {
  readonly first: number;
  readonly every: number;
}

const PACE: WatchPace = { first: 5 * 60_000, every: 3600_000 };
const DAY = 24 * 3600_000;
/** The city is at UTC+8 all year. */
const OFFSET = 8 * 3600_000;

/** Yesterday and today, by the city's calendar: a record that was integrated after midnight is not missed. */
export function daysAround(now: number): readonly { readonly from: string; readonly to: string }[] {
  const today = Math.floor((now + OFFSET) / DAY) * DAY - OFFSET;
  return [today - DAY, today].map((from) => ({
    from: new Date(from).toISOString(),
    to: new Date(from + DAY).toISOString(),
  }));
}

/**
 * Looks for anomalies as long as the database is open. Several replicas may do so together, and again and again: a
 * finding that is known stays as it is. A failure is told and tried again at the next turn.
 * @returns the database; `$disconnect` waits for a look that is under way
 */
export function watchAnomalies(database: AuditDatabase, pace: WatchPace = PACE): AuditDatabase {
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      for (const day of daysAround(await database.now())) await database.detect(day);
    } catch (error) {
      console.error("audit: the log was not looked at:", error instanceof Error ? error.message : "unknown");
    }
  };
  const turn = (after: number): NodeJS.Timeout =>
    setTimeout(() => {
      looking = look().finally(() => {
        timer = turn(pace.every);
      });
    }, after).unref();
  let timer = turn(pace.first);
  return Object.freeze<AuditDatabase>({
    ...database,
    $disconnect: async () => {
      clearTimeout(timer);
      await looking;
      clearTimeout(timer);
      await database.$disconnect();
    },
  });
}
