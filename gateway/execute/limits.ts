/** Bounds of one request; all are inclusive. */
export interface ExecutionLimits {
  /** Milliseconds from the start of execution until outstanding fetches are cancelled. */
  readonly deadline: number;
  /** Entities that one request may send to, or merge from, all subgraphs together. */
  readonly rows: number;
  /** UTF-16 code units of the answer's data. */
  readonly answerLength: number;
  /** Errors that one answer carries; the rest is counted in a last one. */
  readonly errors: number;
}

/** Generous enough for a city's reports, small enough for a process of 512 MB. */
export const defaultLimits: ExecutionLimits = Object.freeze({
  deadline: 30_000,
  rows: 500_000,
  answerLength: 64 * 1024 * 1024,
  errors: 1_000,
});
