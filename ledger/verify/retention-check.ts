import { retentionBoundary, type RetentionStatement } from "../store/retention-statement.ts";

/** A statement of retention, with the time of the leaf that states it. */
export interface StatedRetention extends RetentionStatement {
  readonly time: string;
}

/** The statement in a leaf of kind policy-change, null when it is about something else. @throws SyntaxError */
export function statementIn(text: string): StatedRetention | null {
  const leaf = JSON.parse(text) as { time: string; change: { what: string; after: string } | null };
  if (leaf.change?.what !== "retention") return null;
  return { ...(JSON.parse(leaf.change.after) as RetentionStatement), time: leaf.time };
}

/**
 * Judges a missing beginning. It is lawful when a leaf that is still there states it, and what that leaf states is not later
 * than its own time allows: nobody can drop last month's rows by calling them old.
 */
export class RetentionCheck {
  readonly #months: number;
  #keptFrom = 0;
  #statement: RetentionStatement | null = null;
  readonly #witnessed: { size: number; time: number }[] = [];

  constructor(months: number) {
    this.#months = months;
  }

  /** A witness saw the log with `size` leaves at `time` (POSIX seconds): every later leaf is younger. */
  witnessed(size: number, time: number): void {
    this.#witnessed.push({ size, time });
  }

  /** Rows before this index are absent. */
  dropped(keptFrom: number): void {
    this.#keptFrom = keptFrom;
  }

  /** A leaf that is there states this. */
  stated(statement: StatedRetention): void {
    if (new Date(statement.boundary) > retentionBoundary(new Date(statement.time), this.#months)) return;
    if (statement.keptFrom > (this.#statement?.keptFrom ?? 0)) this.#statement = statement;
  }

  /** The first index that is there, when not all rows before it may be absent; null when all is lawful. */
  unlawful(): number | null {
    if (this.#keptFrom === 0) return null;
    const statement = this.#statement;
    if (statement === null || this.#keptFrom > statement.keptFrom) return this.#keptFrom;
    const boundary = Date.parse(statement.boundary) / 1000;
    const younger = this.#witnessed.some(({ size, time }) => time >= boundary && size < this.#keptFrom);
    return younger ? this.#keptFrom : null;
  }
}
