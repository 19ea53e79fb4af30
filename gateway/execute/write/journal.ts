import type { Observation } from "../enforcement.ts";
import type { Coordinates } from "./coordinates.ts";

const [FIRST_ROOM, KEPT_ROOM] = [1_024, 1_048_576];

/** A list of small integers that is filled again and again in the room it has grown to, so that filling it allocates nothing. */
class Entries {
  #values = new Int32Array(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(entry: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length++] = entry;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  truncate(length: number): void {
    this.#length = length;
  }

  /** Forgets everything; what one enormous filling took is given back. */
  clear(): void {
    this.#length = 0;
    if (this.#values.length > KEPT_ROOM) this.#values = new Int32Array(FIRST_ROOM);
  }

  #grow(): void {
    const grown = new Int32Array(this.#values.length * 2);
    grown.set(this.#values);
    this.#values = grown;
  }
}

/** A position in a journal. */
export type Mark = number;

/** A subject that was written: which observed type, and who. */
type Subject = readonly [type: string, id: string];

/** Negative entries are one of these four, in their two lowest bits. */
const [GROUP, SUBJECT, SHAPE, ABSENT] = [0, 1, 2, 3] as const;

const entryOf = (kind: 0 | 1 | 2 | 3, index: number): number => -1 - (index * 4 + kind);

/** Sums under way, by the number of the coordinate, the shape and the group, and the subjects that were met. */
interface Tally {
  readonly times: number[];
  readonly shapes: number[];
  readonly groups: number[];
  readonly subjects: Subject[];
}

const zeros = (length: number): number[] => new Array<number>(length).fill(0);

const add = (sums: number[], index: number, factor: number): void => {
  sums[index] = (sums[index] ?? 0) + factor;
};

const rowsOf = (times: readonly number[], names: readonly string[]): Map<string, number> => {
  const rows = new Map<string, number>();
  for (const [number, written] of times.entries()) {
    const name = names[number];
    if (written > 0 && name !== undefined) rows.set(name, written);
  }
  return rows;
};

const byType = (subjects: readonly Subject[]): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>();
  for (const [type, id] of subjects) {
    const ids = found.get(type);
    if (ids) ids.add(id);
    else found.set(type, new Set([id]));
  }
  return found;
};

/**
 * The record of a writer's pass, value by value, so that null propagation can take back what it discards. An entry is a number: that of a
 * coordinate, or, negative, a group, a subject, a shape (all fields of an object) or a field of one that is null after all.
 *
 * One journal serves many passes, one after the other: what thousands of entries in lists of their own leave behind costs more in the
 * garbage collector than noting them does.
 */
export class Journal {
  readonly #entries = new Entries();
  /** Entries below one value: noted again, as one, at each place of the value. One group's entries after the other's. */
  readonly #grouped = new Entries();
  readonly #groupEnds = new Entries();
  #subjects: Subject[] = [];

  /** Forgets the pass before. What that one observed stays as it is. */
  begin(): this {
    this.#entries.clear();
    this.#grouped.clear();
    this.#groupEnds.clear();
    this.#subjects = [];
    return this;
  }

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
    this.#entries.truncate(mark);
  }

  /** Makes everything since the mark a group, noted once so far. */
  group(mark: Mark): number {
    for (let at = mark; at < this.#entries.length; at++) this.#grouped.push(this.#entries.at(at));
    this.#entries.truncate(mark);
    const group = this.#groupEnds.length;
    this.#groupEnds.push(this.#grouped.length);
    this.countGroup(group);
    return group;
  }

  /** The sums of what was written. The pass MUST have come to its end. */
  observation({ names, shapes }: Pick<Coordinates, "names" | "shapes">): Observation {
    const { times, subjects } = this.#sumUp(names.length, shapes);
    let [rows, met]: [Observation["rows"]?, Observation["subjects"]?] = [];
    return {
      get rows() {
        return (rows ??= rowsOf(times, names));
      },
      get subjects() {
        return (met ??= byType(subjects));
      },
    };
  }

  #sumUp(coordinates: number, shapes: Coordinates["shapes"]): Tally {
    const groups = zeros(this.#groupEnds.length);
    const tally: Tally = { times: zeros(coordinates), shapes: zeros(shapes.length), groups, subjects: [] };
    this.#sum(tally, this.#entries, 0, this.#entries.length, 1);
    // A group can hold only groups that were made before it.
    for (let group = groups.length - 1; group >= 0; group--) {
      const factor = groups[group] ?? 0;
      const start = group === 0 ? 0 : this.#groupEnds.at(group - 1);
      if (factor > 0) this.#sum(tally, this.#grouped, start, this.#groupEnds.at(group), factor);
    }
    for (const [shape, times] of tally.shapes.entries()) {
      if (times > 0) for (const number of shapes[shape] ?? []) add(tally.times, number, times);
    }
    return tally;
  }

  #sum(tally: Tally, entries: Entries, start: number, end: number, factor: number): void {
    for (let at = start; at < end; at++) {
      const entry = entries.at(at);
      if (entry >= 0) {
        add(tally.times, entry, factor);
        continue;
      }
      const index = (-1 - entry) >> 2;
      const kind = (-1 - entry) & 3;
      if (kind === SHAPE) add(tally.shapes, index, factor);
      else if (kind === ABSENT) add(tally.times, index, -factor);
      else if (kind === GROUP) add(tally.groups, index, factor);
      else this.#meet(tally.subjects, index);
    }
  }

  #meet(met: Subject[], index: number): void {
    const subject = this.#subjects[index];
    if (subject) met.push(subject);
  }
}
