import { retentionBoundary, SEEN_SOON_MS, type RetentionStatement } from "../store/retention-statement.ts";

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
 * than its own time allows, nor than the newest cosignature allows, or else, without one, the verifier's clock; and when, for a verifier with
 * witnesses, one of them had seen those rows by the boundary: nobody can drop last month's rows by calling them old, nor by setting a clock
 * ahead.
 */
export class RetentionCheck {
  readonly #months: number;
  readonly #now: number;
  #isWitnessed: boolean;
  #keptFrom = 0;
  readonly #statements: RetentionStatement[] = [];
  readonly #witnessed: { size: number; time: number }[] = [];

  /**
   * @param now the verifier's clock, milliseconds since 1970
   * @param isWitnessed the verifier knows witnesses: their word is needed, and not only believed
   */
  constructor(months: number, { now, isWitnessed }: { readonly now: number; readonly isWitnessed: boolean }) {
    this.#months = months;
    this.#now = now;
    this.#isWitnessed = isWitnessed;
  }

  /** A witness saw the log with `size` leaves at `time` (POSIX seconds): every later leaf is younger. */
  witnessed(size: number, time: number): void {
    this.#isWitnessed = true;
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
    const lawful = this.#statements.some(({ keptFrom, boundary }) => {
      const old = new Date(boundary);
      return keptFrom >= this.#keptFrom && old <= latest && this.#areAsOld(old.getTime());
    });
    return lawful ? null : this.#keptFrom;
  }

  /** True when a witness, if any is known, saw the rows that are gone by the boundary, and none saw the log end before them after it. */
  #areAsOld(boundary: number): boolean {
    const seen = this.#witnessed.map(({ size, time }) => ({ isWhole: size >= this.#keptFrom, time: time * 1000 }));
    if (seen.some(({ isWhole, time }) => !isWhole && time >= boundary)) return false;
    return !this.#isWitnessed || seen.some(({ isWhole, time }) => isWhole && time < boundary + SEEN_SOON_MS);
  }
}
