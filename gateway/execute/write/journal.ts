import type { Observation } from "../enforcement.ts";
import type { Coordinates } from "./coordinates.ts";

/** How far a journal had come at some moment. */
export type Mark = number;

/** A subject that was written: which observed type, and who. */
type Subject = readonly [type: string, id: string];

/** Negative entries are one of these four, in their two lowest bits. */
const [GROUP, SUBJECT, SHAPE, ABSENT] = [0, 1, 2, 3] as const;

const entryOf = (kind: 0 | 1 | 2 | 3, index: number): number => -1 - (index * 4 + kind);

/** Sums under way. */
interface Tally {
  /** By the number of the coordinate. */
  readonly times: number[];
  readonly shapes: number[];
  readonly groups: number[];
  readonly subjects: Map<string, Set<string>>;
}

const zeros = (length: number): number[] => new Array<number>(length).fill(0);

const add = (sums: number[], index: number, factor: number): void => {
  sums[index] = (sums[index] ?? 0) + factor;
};

/**
 * What a writer has written, value by value, so that null propagation can take back what it discards. An entry is a number: that of a
 * coordinate, or, negative, a group, a subject, a shape (all fields of an object) or a field of one that is null after all.
 */
export class Journal {
  readonly #entries: number[] = [];
  readonly #subjects: Subject[] = [];
  /** What was noted below one value: noted again, as one, wherever the value stands. */
  readonly #groups: (readonly number[])[] = [];

  count(coordinate: number): void {
    this.#entries.push(coordinate);
  }

  countShape(shape: number): void {
    this.#entries.push(entryOf(SHAPE, shape));
  }

  /** Takes one coordinate out of a shape that is counted around it. */
  absent(coordinate: number): void {
    this.#entries.push(entryOf(ABSENT, coordinate));
  }

  subject(type: string, id: string): void {
    this.#entries.push(entryOf(SUBJECT, this.#subjects.push([type, id]) - 1));
  }

  countGroup(group: number): void {
    this.#entries.push(entryOf(GROUP, group));
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

  /** What was written, summed up when somebody first asks. The journal MUST have come to its end. */
  observation(coordinates: Pick<Coordinates, "names" | "shapes">): Observation {
    let summed: Observation | undefined;
    const sum = (): Observation => (summed ??= this.#sumUp(coordinates));
    return {
      get rows() {
        return sum().rows;
      },
      get subjects() {
        return sum().subjects;
      },
    };
  }

  #sumUp({ names, shapes }: Pick<Coordinates, "names" | "shapes">): Observation {
    const groups = zeros(this.#groups.length);
    const tally: Tally = { times: zeros(names.length), shapes: zeros(shapes.length), groups, subjects: new Map() };
    this.#sum(tally, this.#entries, 1);
    // A group can hold only groups that were made before it.
    for (let group = groups.length - 1; group >= 0; group--) {
      const factor = groups[group] ?? 0;
      if (factor > 0) this.#sum(tally, this.#groups[group] ?? [], factor);
    }
    for (const [shape, times] of tally.shapes.entries()) {
      if (times > 0) for (const number of shapes[shape] ?? []) add(tally.times, number, times);
    }
    const rows = new Map<string, number>();
    for (const [number, name] of names.entries()) {
      const times = tally.times[number] ?? 0;
      if (times > 0) rows.set(name, times);
    }
    return { rows, subjects: tally.subjects };
  }

  #sum(tally: Tally, entries: readonly number[], factor: number): void {
    for (const entry of entries) {
      if (entry >= 0) {
        add(tally.times, entry, factor);
        continue;
      }
      const index = (-1 - entry) >> 2;
      const kind = (-1 - entry) & 3;
      if (kind === SHAPE) add(tally.shapes, index, factor);
      else if (kind === ABSENT) add(tally.times, index, -factor);
      else if (kind === GROUP) add(tally.groups, index, factor);
      else this.#addSubject(tally.subjects, index);
    }
  }

  #addSubject(subjects: Map<string, Set<string>>, index: number): void {
    const subject = this.#subjects[index];
    if (!subject) return;
    const [type, id] = subject;
    const ids = subjects.get(type);
    if (ids) ids.add(id);
    else subjects.set(type, new Set([id]));
  }
}
