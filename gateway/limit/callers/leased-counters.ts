import { CountersUnreachable, type CounterStore } from "./counter-store.ts";

/** One counted limit: at most `limit` points until `resetAt` (milliseconds since 1970), over all replicas. */
export interface Allowance {
  readonly key: string;
  readonly limit: number;
  readonly resetAt: number;
}

interface Lease {
  /** Points that are counted in the store already, and may be spent here without asking. */
  left: number;
  /** Points that were spent on credit while the store was out of reach; counted as soon as it answers. */
  debt: number;
  /** Points that requests wait for. */
  waiting: number;
  /** Until then, and within RECHECK of now, the store is known to have no more. */
  emptyUntil: number;
  pending: Promise<void> | undefined;
  readonly allowance: Allowance;
}

/** The bounds of leasing. */
export interface LeasingOptions {
  /** Milliseconds since the store's last word within which one lease more is given on credit. */
  readonly bound: number;
  readonly clock: () => number;
}

/** Part of a limit that one replica takes at once: it may lie unused here while another replica has run dry. */
const SHARE = 0.01;
/** Milliseconds for which an exhausted limit is not asked about again: others may give leases back. */
const RECHECK = 1_000;
const SWEEP_ABOVE = 5_000;

const sizeOf = ({ limit }: Allowance): number => Math.max(1, Math.floor(limit * SHARE));

/**
 * Spends shared limits from memory: 1 % of a limit is leased from the store at once and asked for again before it is used
 * up, so that a busy caller's requests hardly ever wait for the store. Never more is spent than the limit, over all
 * replicas, except the credit (one lease per replica) while the store is out of reach for less than its bound.
 */
export class LeasedCounters {
  readonly #store: CounterStore;
  readonly #options: LeasingOptions;
  readonly #leases = new Map<string, Lease>();
  #lastWord = Number.NEGATIVE_INFINITY;

  constructor(store: CounterStore, options: LeasingOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Spends points and tells true when they were there; from memory where possible. Rejects with `CountersUnreachable`. */
  take(allowance: Allowance, points: number): boolean | Promise<boolean> {
    const lease = this.#leaseOf(allowance);
    if (lease.left >= points) {
      lease.left -= points;
      this.#refillEarly(lease);
      return true;
    }
    return this.#isEmpty(lease) ? false : this.#takeSlowly(lease, points);
  }

  /** True when a point is there; it is not spent. Rejects with `CountersUnreachable`. */
  has(allowance: Allowance): boolean | Promise<boolean> {
    const lease = this.#leaseOf(allowance);
    if (lease.left > 0) return true;
    return this.#isEmpty(lease) ? false : this.#find(lease);
  }

  /** Undoes a `take` whose request was refused for another reason. */
  giveBack(allowance: Allowance, points: number): void {
    this.#leaseOf(allowance).left += points;
  }

  /** True while the store is known to have no more; a clock that was set back does not make it longer. */
  #isEmpty({ emptyUntil }: Lease): boolean {
    const left = emptyUntil - this.#options.clock();
    return left > 0 && left <= RECHECK;
  }

  /** Returns what is leased and unspent. The store stays open. */
  async close(): Promise<void> {
    const now = this.#options.clock();
    const unspent = [...this.#leases.values()].filter(
      ({ left, debt, allowance }) => left - debt !== 0 && allowance.resetAt > now,
    );
    this.#leases.clear();
    await Promise.allSettled(
      unspent.map(({ left, debt, allowance: { key, resetAt } }) => this.#store.add(key, debt - left, resetAt)),
    );
  }

  #leaseOf(allowance: Allowance): Lease {
    const known = this.#leases.get(allowance.key);
    // A limit that was changed in the middle of its window: what is leased stays leased.
    if (known?.allowance.limit === allowance.limit) return known;
    if (this.#leases.size > SWEEP_ABOVE) this.#sweep();
    const lease: Lease = {
      left: known?.left ?? 0,
      debt: known?.debt ?? 0,
      waiting: 0,
      emptyUntil: 0,
      pending: undefined,
      allowance,
    };
    if (known) [known.left, known.debt] = [0, 0];
    this.#leases.set(allowance.key, lease);
    return lease;
  }

  #sweep(): void {
    const now = this.#options.clock();
    for (const [key, { allowance }] of this.#leases) if (allowance.resetAt <= now) this.#leases.delete(key);
  }

  async #takeSlowly(lease: Lease, points: number): Promise<boolean> {
    lease.waiting += points;
    try {
      for (;;) {
        await (lease.pending ?? this.#refill(lease));
        if (lease.left >= points) {
          lease.left -= points;
          return true;
        }
        if (this.#isEmpty(lease)) return false;
      }
    } finally {
      lease.waiting -= points;
    }
  }

  async #find(lease: Lease): Promise<boolean> {
    for (;;) {
      await (lease.pending ?? this.#refill(lease));
      if (lease.left > 0) return true;
      if (this.#isEmpty(lease)) return false;
    }
  }

  #refillEarly(lease: Lease): void {
    const size = sizeOf(lease.allowance);
    if (size < 10 || lease.left > size / 2 || lease.pending || this.#isEmpty(lease)) return;
    this.#refill(lease).catch(() => undefined);
  }

  #refill(lease: Lease): Promise<void> {
    lease.pending = this.#lease(lease).finally(() => {
      lease.pending = undefined;
    });
    return lease.pending;
  }

  async #lease(lease: Lease): Promise<void> {
    const { key, limit, resetAt } = lease.allowance;
    const { clock } = this.#options;
    // Whoever asks in this same turn is served by the same lease.
    await Promise.resolve();
    const [wanted, debt] = [Math.max(sizeOf(lease.allowance), lease.waiting), lease.debt];
    let total: number;
    try {
      total = await this.#store.add(key, wanted + debt, resetAt);
    } catch {
      this.#giveCredit(lease, wanted);
      return;
    }
    this.#lastWord = clock();
    lease.debt -= debt;
    const over = Math.min(wanted, Math.max(0, total - limit));
    lease.left += wanted - over;
    if (over === 0) return;
    lease.emptyUntil = Math.min(resetAt, clock() + RECHECK);
    // Points that did not fit are taken out again, so that a lease given back elsewhere can be found here.
    this.#store.add(key, -over, resetAt).catch(() => undefined);
  }

  #giveCredit(lease: Lease, wanted: number): void {
    const since = this.#options.clock() - this.#lastWord;
    // A word from the future is one from before the clock was set back: how old it is nobody knows.
    if (since < 0 || since > this.#options.bound || lease.debt > 0 || wanted > lease.allowance.limit)
      throw new CountersUnreachable();
    const credit = Math.min(wanted, sizeOf(lease.allowance));
    lease.debt += credit;
    lease.left += credit;
  }
}
