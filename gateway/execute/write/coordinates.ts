/** Numbers coordinates while a writer is compiled, so that counting one value costs noting one small integer. */
export class Coordinates {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** All names; the position is the number. It grows, as types are first met, until the writer has met all. */
  get names(): readonly string[] {
    return this.#names;
  }

  numberOf(coordinate: string): number {
    const known = this.#numbers.get(coordinate);
    if (known !== undefined) return known;
    this.#numbers.set(coordinate, this.#names.length);
    return this.#names.push(coordinate) - 1;
  }
}
