import type { Observation } from "../enforcement.ts";

/** How far a journal had come at some moment. */
export interface Mark {
  readonly counts: number;
  readonly subjects: number;
}

/** A subject that was written: which observed type, and who. */
type Subject = readonly [type: string, id: string];

/** What was counted below one value: counted again, as one, wherever the value stands. */
interface Group {
  readonly counts: readonly number[];
  readonly subjects: readonly Subject[];
}

/**
 * What a writer has written, value by value, so that null propagation can take back what it discards.
 * Coordinates are numbers; a group is noted as a negative one.
 */
export class Journal {
  readonly #counts: number[] = [];
  readonly #subjects: Subject[] = [];
  readonly #groups: Group[] = [];

  count(coordinate: number): void {
    this.#counts.push(coordinate);
  }

  subject(type: string, id: string): void {
    this.#subjects.push([type, id]);
  }

  countGroup(group: number): void {
    this.#counts.push(-1 - group);
  }

  mark(): Mark {
    return { counts: this.#counts.length, subjects: this.#subjects.length };
  }

  /** Takes back everything since the mark. */
  rollBack({ counts, subjects }: Mark): void {
    this.#counts.length = counts;
    this.#subjects.length = subjects;
  }

  /** Makes everything since the mark a group, noted once so far. */
  group(mark: Mark): number {
    const group = { counts: this.#counts.slice(mark.counts), subjects: this.#subjects.slice(mark.subjects) };
    this.rollBack(mark);
    const number = this.#groups.push(group) - 1;
    this.countGroup(number);
    return number;
  }

  /** Sums up. `coordinates` are the names of the numbers. */
  observation(coordinates: readonly string[]): Observation {
    const times = new Array<number>(coordinates.length).fill(0);
    const groupTimes = new Array<number>(this.#groups.length).fill(0);
    const add = (counts: readonly number[], factor: number): void => {
      for (const number of counts) {
        if (number >= 0) times[number] = (times[number] ?? 0) + factor;
        else groupTimes[-1 - number] = (groupTimes[-1 - number] ?? 0) + factor;
      }
    };
    const subjects = new Map<string, Set<string>>();
    const addSubjects = (found: readonly Subject[]): void => {
      for (const [type, id] of found) {
        const ids = subjects.get(type);
        if (ids) ids.add(id);
        else subjects.set(type, new Set([id]));
      }
    };
    add(this.#counts, 1);
    addSubjects(this.#subjects);
    // A group can hold only groups that were made before it.
    for (let group = this.#groups.length - 1; group >= 0; group--) {
      const found = this.#groups[group];
      const factor = groupTimes[group] ?? 0;
      if (!found || factor === 0) continue;
      add(found.counts, factor);
      addSubjects(found.subjects);
    }
    const rows = new Map(
      coordinates.map((name, number) => [name, times[number] ?? 0] as const).filter(([, n]) => n > 0),
    );
    return { rows, subjects };
  }
}
