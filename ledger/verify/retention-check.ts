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
 * Judges a missing beginning. It is lawful when a leaf that is still there states it, and the boundary that it states is not later
 * than its own time allows, nor than the newest cosignature allows, or else, without one, the verifier's clock: nobody can drop last
 * month's rows by calling them old, nor by setting a clock ahead.
 */
export class RetentionCheck {
  readonly #months: number;
  readonly #now: number;
  #keptFrom = 0;
  readonly #statements: RetentionStatement[] = [];
  readonly #witnessed: { size: number; time: number }[] = [];

  /** @param now the verifier's clock, milliseconds since 1970 */
  constructor(months: number, now: number) {
    this.#months = months;
    this.#now = now;
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
    this.#statements.push(statement);
  }

  /** The first index that is there, when not all rows before it may be absent; null when all is lawful. */
  unlawful(): number | null {
    if (this.#keptFrom === 0) return null;
    const times = this.#witnessed.map(({ time }) => time * 1000);
    const latest = retentionBoundary(new Date(times.length > 0 ? Math.max(...times) : this.#now), this.#months);
    const lawful = this.#statements.some(
      ({ keptFrom, boundary }) =>
        keptFrom >= this.#keptFrom && new Date(boundary) <= latest && !this.#sawYounger(Date.parse(boundary) / 1000),
    );
    return lawful ? null : this.#keptFrom;
  }

  /** True when a witness saw the log, at or after the boundary, end before rows that are gone. */
  #sawYounger(boundary: number): boolean {
    return this.#witnessed.some(({ size, time }) => time >= boundary && size < this.#keptFrom);
  }
}
