/** The statement of a retention record: rows before `keptFrom` may be absent, because they are older than `boundary`. */
export interface RetentionStatement {
  readonly keptFrom: number;
  /** Start of the first month that is kept (ISO 8601). */
  readonly boundary: string;
  readonly months: number;
}

/** The start (UTC) of the first month that is kept at `now`, when rows are kept for `months` whole months. */
export function retentionBoundary(now: Date, months: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
}

/** Milliseconds after the boundary within which a checkpoint has to contain all rows before it: they are as old as they say. */
export const SEEN_SOON_MS = 24 * 60 * 60 * 1000;
