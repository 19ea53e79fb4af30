import type { Observation } from "../enforcement.ts";
import type { WriteState } from "./write-state.ts";

/** Numbers coordinates while a writer is compiled, so that writing one value costs pushing one small integer. */
export class Coordinates {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(coordinate: string): number {
    const known = this.#numbers.get(coordinate);
    if (known !== undefined) return known;
    this.#numbers.set(coordinate, this.#names.length);
    return this.#names.push(coordinate) - 1;
  }

  /** Sums up what a finished pass has written. */
  observation({ values = [], subjects }: WriteState): Observation {
    const counts = new Array<number>(this.#names.length).fill(0);
    for (const number of values) counts[number] = (counts[number] ?? 0) + 1;
    const rows = new Map<string, number>();
    this.#names.forEach((name, number) => {
      const count = counts[number] ?? 0;
      if (count > 0) rows.set(name, count);
    });
    const byType = new Map<string, Set<string>>();
    for (const [type, id] of subjects) {
      const ids = byType.get(type);
      if (ids) ids.add(id);
      else byType.set(type, new Set([id]));
    }
    return { rows, subjects: byType };
  }
}
