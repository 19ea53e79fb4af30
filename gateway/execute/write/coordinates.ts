/**
 * Numbers coordinates while a writer is compiled, so that counting one value costs noting one small integer, and counting all fields
 * of an object no more than that.
 */
export class Coordinates {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #shapes: (readonly number[])[] = [];

  /** All names; the position is the number. It grows, as types are first met, until the writer has met all. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Coordinates that are counted together, as the fields of one object are. */
  get shapes(): readonly (readonly number[])[] {
    return this.#shapes;
  }

  numberOf(coordinate: string): number {
    const known = this.#numbers.get(coordinate);
    if (known !== undefined) return known;
    this.#numbers.set(coordinate, this.#names.length);
    return this.#names.push(coordinate) - 1;
  }

  /** The position of a new shape. */
  addShape(numbers: readonly number[]): number {
    return this.#shapes.push(numbers) - 1;
  }
}
