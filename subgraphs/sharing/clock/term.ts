import { addWorkingDays, beijingDay, endOfDay, isAnnounced, workingDaysBetween } from "../../kit/rules/working-days.ts";

/** A statutory term that runs, ran out or was kept. */
export interface Term {
  /** Instant from which it runs: receipt, or consent. */
  readonly startedAt: Date;
  /** Working days, extension included. */
  readonly limit: number;
  /** When the duty was done; null while it is open. */
  readonly doneAt: Date | null;
  /** While the applicant supplements what was told to be missing, the term rests; `until` null: still resting. */
  readonly rest?: { readonly from: Date; readonly until: Date | null } | null;
}

/** State of a term at one moment. Frozen. */
export interface TermReading {
  /** Last day (YYYY-MM-DD, Beijing); null while the term rests. */
  readonly dueOn: string | null;
  /** The end of that day. */
  readonly dueAt: Date | null;
  readonly state: "RUNNING" | "RESTING" | "OVERDUE" | "KEPT" | "LATE";
  /** Working days left, 0 on the last day and when nothing runs any more. */
  readonly remaining: number;
  /** Working days by which it is or was overdue: evidence of a liability (art. 39), never a consent. */
  readonly overdue: number;
  /** The due day lies beyond the announced holidays, so it may still move. */
  readonly provisional: boolean;
}

const restingDays = (rest: Term["rest"]): ((day: string) => boolean) => {
  if (!rest?.until) return () => false;
  const from = beijingDay(rest.from);
  const until = beijingDay(rest.until);
  return (day) => day > from && day <= until;
};

/** Reads a term at an instant. Pure. */
export function readTerm(term: Term, now: Date): TermReading {
  if (term.rest?.until === null && term.doneAt === null) {
    return Object.freeze({
      dueOn: null,
      dueAt: null,
      state: "RESTING",
      remaining: term.limit,
      overdue: 0,
      provisional: true,
    });
  }
  const dueOn = addWorkingDays(beijingDay(term.startedAt), term.limit, restingDays(term.rest));
  const dueAt = endOfDay(dueOn);
  const at = term.doneAt ?? now;
  const late = at >= dueAt;
  const day = beijingDay(at);
  return Object.freeze({
    dueOn,
    dueAt,
    state: term.doneAt ? (late ? "LATE" : "KEPT") : late ? "OVERDUE" : "RUNNING",
    remaining: late || term.doneAt ? 0 : workingDaysBetween(day, dueOn),
    // A day that is late on a weekend is late all the same, though no working day has passed.
    overdue: late ? Math.max(1, workingDaysBetween(dueOn, day)) : 0,
    provisional: !isAnnounced(dueOn),
  });
}
