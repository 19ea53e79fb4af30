import { GraphQLError } from "graphql";
import type { Words } from "../../../schema/words.ts";
import { hubError } from "../../errors.ts";
import type { DenialError } from "../enforcement.ts";
import type { JsonObject } from "../json.ts";
import { Journal, type Mark } from "./journal.ts";
import { answerTooLarge, report, type Run } from "../run.ts";

/**
 * Writes one value as JSON text. null: the value is null because of an error that has been reported,
 * and the writer around it decides whether it can be.
 */
export type WriteValue = (value: unknown, state: WriteState) => string | null;

/** Writes the fields of one object, braces included; null as for {@link WriteValue}. */
export type WriteField = (object: JsonObject, state: WriteState) => string | null;

/** A value's text as it was written, to be used again. */
export interface Written {
  readonly text: string;
  /** The group of what was counted below it. */
  readonly group: number;
}

const nullRefused = (coordinate: string): Words => ({
  en: `Cannot return null for non-nullable field ${coordinate}.`,
  zh: `不可为空的字段 ${coordinate} 没有值。`,
});

const placeOf = (path: readonly (string | number)[]): string => path.join("\u0000");

/** Writing never waits: one journal serves all requests in turn. */
const journal = new Journal();

/** The state of the writer while it goes over one request's data, once. */
export class WriteState {
  /** The writer's place: `path[0]` to `path[depth]`. Entries beyond are left over from before. */
  readonly path: (string | number)[] = [];
  depth = -1;
  /** The journal of what was written; undefined when nobody asks for it. */
  readonly journal: Journal | undefined;
  readonly answerLength: number;
  /** The firm that asks for itself; null: nobody's rows are withheld. */
  readonly firm: string | null;
  /** Places whose values stand in several places of the data. */
  readonly sharedPlaces: ReadonlySet<string>;
  /** Division code of the row that is being written, of the innermost one that lies in a division; undefined: of none. */
  division: unknown;
  /** Failures and denials so far. */
  incidents = 0;
  readonly #run: Run;
  /** Denials met so far, each with how often. */
  readonly #denials = new Map<DenialError, { error: GraphQLError; times: number }>();
  /** A weak map beside the state would do the same, and keep every request's data until the next full collection. */
  readonly #written = new Map<symbol, Map<unknown, Written>>();
  #failed: ReadonlySet<string> | undefined;
  #around: ReadonlySet<string> | undefined;

  constructor(run: Run, observes: boolean) {
    this.#run = run;
    this.journal = observes ? journal.begin() : undefined;
    this.sharedPlaces = run.sharedPlaces;
    this.firm = run.firm;
    this.answerLength = run.limits.answerLength;
  }

  get here(): (string | number)[] {
    return this.path.slice(0, this.depth + 1);
  }

  /** Reports an error at the place where the writer stands. */
  fail(reason: Words): null {
    this.incidents += 1;
    report(this.#run, hubError("HUB_VALUE_INVALID", { reason }, { path: this.here }));
    return null;
  }

  /** A null where the schema allows none: an error, unless one already tells why. */
  nullViolation(coordinate: string): null {
    this.incidents += 1;
    if (!this.#isExplained()) this.fail(nullRefused(coordinate));
    return null;
  }

  /** A denied field: one error at its first place, however many rows it has. */
  deny(denial: DenialError): null {
    this.incidents += 1;
    const met = this.#denials.get(denial);
    if (met) {
      met.times += 1;
      return null;
    }
    const error = new GraphQLError(denial.message, { path: this.here, extensions: { ...denial.extensions } });
    report(this.#run, error);
    this.#denials.set(denial, { error, times: 1 });
    return null;
  }

  /** Adds to each denial's error how many places it stands for. */
  finish(): void {
    for (const { error, times } of this.#denials.values()) {
      if (times > 1) Object.assign(error.extensions, { occurrences: times });
    }
  }

  /** The texts that one writer has written so far, by value. */
  writtenBy(writer: symbol): Map<unknown, Written> {
    let written = this.#written.get(writer);
    if (written === undefined) {
      written = new Map();
      this.#written.set(writer, written);
    }
    return written;
  }

  /** The journal's position. */
  mark(): Mark {
    return this.journal?.mark() ?? 0;
  }

  /** Takes back what was counted since the mark. */
  rollBack(mark: Mark): void {
    this.journal?.rollBack(mark);
  }

  /** Makes a group of what was counted since the mark. */
  group(mark: Mark): number {
    return this.journal?.group(mark) ?? 0;
  }

  countGroup(group: number): void {
    this.journal?.countGroup(group);
  }

  tooLong(): GraphQLError {
    return answerTooLarge("characters", this.answerLength);
  }

  /** True when an error stands at this place, above it, or beside it in the same object. */
  #isExplained(): boolean {
    this.#indexErrors();
    for (let length = 0; length <= this.depth + 1; length++) {
      if (this.#failed?.has(placeOf(this.path.slice(0, length)))) return true;
    }
    return this.#around?.has(placeOf(this.path.slice(0, this.depth))) === true;
  }

  #indexErrors(): void {
    if (this.#failed !== undefined) return;
    const failed = new Set<string>();
    const around = new Set<string>();
    for (const { path = [] } of this.#run.errors) {
      failed.add(placeOf(path));
      for (let length = 0; length < path.length; length++) around.add(placeOf(path.slice(0, length)));
    }
    this.#failed = failed;
    this.#around = around;
  }
}
