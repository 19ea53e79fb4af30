import type { Observation } from "../enforcement.ts";

/** How far a journal had come at some moment. */
export type Mark = number;

/** A subject that was written: which observed type, and who. */
type Subject = readonly [type: string, id: string];

/**
 * What a writer has written, value by value, so that null propagation can take back what it discards. An entry is a number:
 * that of a coordinate, or, negative, twice that of a group or of a subject, told apart by the lowest bit.
 */
export class Journal {
  readonly #entries: number[] = [];
  readonly #subjects: Subject[] = [];
  /** What was noted below one value: noted again, as one, wherever the value stands. */
  readonly #groups: (readonly number[])[] = [];

  count(coordinate: number): void {
    this.#entries.push(coordinate);
  }

  subject(type: string, id: string): void {
    this.#entries.push(-2 * this.#subjects.push([type, id]) - 1);
  }

  countGroup(group: number): void {
    this.#entries.push(-2 * (group + 1));
  }

  mark(): Mark {
    return this.#entries.length;
  }

  /** Takes back everything since the mark. */
  rollBack(mark: Mark): void {
    this.#entries.length = mark;
  }

  /** Makes everything since the mark a group, noted once so far. */
  group(mark: Mark): number {
    const group = this.#groups.push(this.#entries.splice(mark)) - 1;
    this.countGroup(group);
    return group;
  }

  /** Sums up. `coordinates` are the names of the numbers. */
  observation(coordinates: readonly string[]): Observation {
    const times = new Array<number>(coordinates.length).fill(0);
    const groupTimes = new Array<number>(this.#groups.length).fill(0);
    const subjects = new Map<string, Set<string>>();
    const add = (entries: readonly number[], factor: number): void => {
      for (const entry of entries) {
        if (entry >= 0) times[entry] = (times[entry] ?? 0) + factor;
        else if (entry % 2 === 0) groupTimes[-entry / 2 - 1] = (groupTimes[-entry / 2 - 1] ?? 0) + factor;
        else this.#addSubject(subjects, (-entry - 1) / 2 - 1);
      }
    };
    add(this.#entries, 1);
    // A group can hold only groups that were made before it.
    for (let group = this.#groups.length - 1; group >= 0; group--) {
      const factor = groupTimes[group] ?? 0;
      if (factor > 0) add(this.#groups[group] ?? [], factor);
    }
    const rows = new Map<string, number>();
    for (const [number, name] of coordinates.entries()) {
      const counted = times[number] ?? 0;
      if (counted > 0) rows.set(name, counted);
    }
    return { rows, subjects };
  }

  #addSubject(subjects: Map<string, Set<string>>, number: number): void {
    const subject = this.#subjects[number];
    if (!subject) return;
    const [type, id] = subject;
    const ids = subjects.get(type);
    if (ids) ids.add(id);
    else subjects.set(type, new Set([id]));
  }
}
