const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** China's civil time, one zone without summer time. */
const OFFSET = 8 * HOUR;

/** The civil day (UTC+8) of an instant: its number, and when it ends, in milliseconds since 1970. */
export const dayOf = (now: number): { readonly day: number; readonly end: number } => {
  const day = Math.floor((now + OFFSET) / DAY);
  return { day, end: (day + 1) * DAY - OFFSET };
};
