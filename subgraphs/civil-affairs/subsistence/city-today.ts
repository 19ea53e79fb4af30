const HOUR = 3_600_000;

/** The day in China (UTC+8) at an instant, as a date at midnight UTC. */
export const cityToday = (now: Date): Date =>
  new Date(`${new Date(now.getTime() + 8 * HOUR).toISOString().slice(0, 10)}T00:00:00Z`);
