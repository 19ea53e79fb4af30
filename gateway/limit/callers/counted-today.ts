const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** China's civil time, one zone without summer time. */
const OFFSET = 8 * HOUR;

/** The civil day (UTC+8) of an instant: its number, and when it ends, in milliseconds since 1970. */
export function dayOf(now: number): { readonly day: number; readonly end: number } {
  const day = Math.floor((now + OFFSET) / DAY);
  return { day, end: (day + 1) * DAY - OFFSET };
}

const MOST = 100_000;

/**
 * The pseudonyms that were counted today, by grant, so that a person who is looked at twice is one subject. Bounded: what
 * does not fit is counted again, which is the strict side.
 */
export class SubjectsSeen {
  #day = 0;
  #size = 0;
  readonly #byGrant = new Map<string, Set<string>>();

  /** Those of an answer's subjects (by type) that were not counted under the grant this day. */
  unseen(day: number, grant: string, subjects: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
    if (day !== this.#day) {
      [this.#day, this.#size] = [day, 0];
      this.#byGrant.clear();
    }
    const seen = this.#byGrant.get(grant);
    const fresh: string[] = [];
    for (const [type, ids] of subjects) {
      for (const id of ids) {
        const subject = `${type} ${id}`;
        if (!seen?.has(subject)) fresh.push(subject);
      }
    }
    return fresh;
  }

  /** Notes subjects that are counted. */
  note(day: number, grant: string, subjects: readonly string[]): void {
    if (day !== this.#day || this.#size + subjects.length > MOST) return;
    const seen = this.#byGrant.get(grant) ?? new Set();
    this.#byGrant.set(grant, seen);
    for (const subject of subjects) seen.add(subject);
    this.#size += subjects.length;
  }
}
