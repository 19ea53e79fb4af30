/** A cache that forgets what was used longest ago once the weights of its values exceed its bound. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, { readonly value: Value; weight: number }>();
  readonly #bound: number;
  #weight = 0;

  /** `bound` is in the unit of the weights given to {@link set}. */
  constructor(bound: number) {
    this.#bound = bound;
  }

  /** Sum of the weights of all values held. */
  get weight(): number {
    return this.#weight;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** A value heavier than the whole bound is not kept. */
  set(key: string, value: Value, weight: number): void {
    this.delete(key);
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    this.#forget();
  }

  /** Changes the weight of a value that is held; without effect for any other. */
  reweigh(key: string, value: Value, change: number): void {
    const entry = this.#entries.get(key);
    if (entry?.value !== value) return;
    entry.weight += change;
    this.#weight += change;
    this.#forget();
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#weight -= entry.weight;
    this.#entries.delete(key);
  }

  #forget(): void {
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#bound) break;
      this.delete(oldest);
    }
  }
}
