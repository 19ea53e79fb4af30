import { LedgerUnavailable } from "../../errors.ts";

/** Makes a batch durable and gives what became of each item, by its place in it. MUST NOT resolve before the batch is durable. */
export type WriteBatch<Item, Written> = (batch: readonly Item[]) => Promise<(at: number) => Written>;

/** Bounds of a group commit. */
export interface GroupCommitLimits {
  /** Milliseconds from `submit` until it rejects. */
  readonly boundMs: number;
  /** Items per batch at most. */
  readonly maxBatch: number;
  /** Items that may wait; beyond it `submit` rejects at once, so that a slow disk does not fill the memory. */
  readonly maxWaiting: number;
  /** Batches under way at the same time, at most. */
  readonly lanes: number;
  /** Items that must wait before a batch sets out beside another: fewer travel cheaper together, once that one is back. */
  readonly worthALane: number;
  /** Milliseconds that a small batch waits for company while items come closer together than that; 0: never. */
  readonly gatherMs: number;
}

interface Waiting<Item, Written> {
  readonly item: Item;
  readonly deadline: number;
  readonly resolve: (written: Written) => void;
  readonly reject: (error: LedgerUnavailable) => void;
  settled: boolean;
}

/** The average time between the last items. */
class Pace {
  static readonly #longest = 100;
  #last = Number.NEGATIVE_INFINITY;
  #spacing = Pace.#longest;

  /** Milliseconds. */
  get spacing(): number {
    return this.#spacing;
  }

  note(now: number): void {
    this.#spacing += (Math.min(now - this.#last, Pace.#longest) - this.#spacing) / 16;
    this.#last = now;
  }
}

/**
 * Group commit: items that arrive while a batch is being written travel together in the next one, so one fsync serves many.
 * An idle ledger writes at once; a busy one waits a moment for company, as PostgreSQL's commit_delay does. A batch that was refused
 * for something in it is written again in halves, so that nobody pays for another's item. Any other batch that fails is never written
 * again (it may have been written after all): each of its items rejects.
 */
export class GroupCommit<Item, Written> {
  readonly #write: WriteBatch<Item, Written>;
  readonly #limits: GroupCommitLimits;
  readonly #isRefusal: (error: unknown) => boolean;
  #waiting: Waiting<Item, Written>[] = [];
  /** The batches being written, oldest first. A Set that lives on would keep what was deleted from it until a full collection. */
  readonly #underWay: (readonly Waiting<Item, Written>[])[] = [];
  #unsettled = 0;
  readonly #pace = new Pace();
  #scheduled = false;
  #closed = false;
  #sweeper: NodeJS.Timeout | undefined;

  /** @param isRefusal tells the errors after which nothing of the batch was written, because of something in it */
  constructor(
    write: WriteBatch<Item, Written>,
    limits: GroupCommitLimits,
    isRefusal: (error: unknown) => boolean = () => false,
  ) {
    this.#write = write;
    this.#limits = limits;
    this.#isRefusal = isRefusal;
  }

  /** Resolves with what became of the item once it is durable. @throws LedgerUnavailable within the bound otherwise. */
  submit(item: Item): Promise<Written> {
    if (this.#closed) return Promise.reject(new LedgerUnavailable("CLOSED"));
    if (this.#waiting.length >= this.#limits.maxWaiting) return Promise.reject(new LedgerUnavailable("OVERLOADED"));
    const now = performance.now();
    this.#pace.note(now);
    return new Promise((resolve, reject) => {
      const waiting = { item, deadline: now + this.#limits.boundMs, resolve, reject, settled: false };
      this.#waiting.push(waiting);
      this.#unsettled++;
      this.#schedule();
      this.#watch();
    });
  }

  /** Refuses new items and waits for those under way. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#unsettled > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    clearTimeout(this.#sweeper);
  }

  #schedule(): void {
    if (this.#scheduled || this.#underWay.length >= this.#limits.lanes) return;
    if (this.#underWay.length > 0 && this.#waiting.length < this.#limits.worthALane) return;
    this.#scheduled = true;
    const flush = (): void => {
      this.#scheduled = false;
      void this.#flush();
    };
    const { gatherMs, worthALane } = this.#limits;
    const isLonely = this.#waiting.length < worthALane;
    if (isLonely && this.#pace.spacing < gatherMs) setTimeout(flush, gatherMs);
    else setImmediate(flush);
  }

  async #flush(): Promise<void> {
    const taken = this.#waiting.splice(0, this.#limits.maxBatch);
    const batch = taken.filter(({ settled }) => !settled);
    if (batch.length > 0) {
      this.#underWay.push(batch);
      await this.#writeAll(batch);
      this.#underWay.splice(this.#underWay.indexOf(batch), 1);
    }
    if (this.#waiting.length > 0) this.#schedule();
  }

  async #writeAll(batch: readonly Waiting<Item, Written>[]): Promise<void> {
    try {
      const writtenAt = await this.#write(batch.map(({ item }) => item));
      for (const [at, waiting] of batch.entries()) if (this.#settle(waiting)) waiting.resolve(writtenAt(at));
    } catch (error) {
      if (batch.length > 1 && this.#isRefusal(error)) {
        const middle = Math.ceil(batch.length / 2);
        await this.#writeAll(batch.slice(0, middle));
        await this.#writeAll(batch.slice(middle));
        return;
      }
      const unavailable =
        error instanceof LedgerUnavailable ? error : new LedgerUnavailable("WRITE_FAILED", { cause: error });
      for (const waiting of batch) if (this.#settle(waiting)) waiting.reject(unavailable);
    }
  }

  /** True for the one caller that may settle it. */
  #settle(waiting: Waiting<Item, Written>): boolean {
    if (waiting.settled) return false;
    waiting.settled = true;
    this.#unsettled--;
    return true;
  }

  /** Rejects those of a list that are over their bound. A list is in order of its deadlines. */
  #rejectLate(list: readonly Waiting<Item, Written>[], now: number): void {
    for (const waiting of list) {
      if (waiting.deadline > now) return;
      if (this.#settle(waiting)) waiting.reject(new LedgerUnavailable("TIMEOUT"));
    }
  }

  /** Looks from time to time for what is over its bound, while anything is unsettled. */
  #watch(): void {
    this.#sweeper ??= setTimeout(
      () => {
        this.#sweeper = undefined;
        const now = performance.now();
        for (const batch of this.#underWay) this.#rejectLate(batch, now);
        this.#rejectLate(this.#waiting, now);
        if (this.#unsettled > 0) this.#watch();
      },
      Math.max(1, this.#limits.boundMs / 20),
    );
  }
}
