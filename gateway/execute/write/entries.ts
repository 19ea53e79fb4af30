const [FIRST_ROOM, KEPT_ROOM] = [1_024, 1_048_576];

/** A list of small integers that is filled again and again in the room it has grown to, so that filling it allocates nothing. */
export class Entries {
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
