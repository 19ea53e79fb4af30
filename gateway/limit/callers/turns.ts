import { limitError } from "./limit-error.ts";

/** Does work in the caller's turn. The result is the work's own. @throws HUB_RATE_LIMITED when too many of the caller's wait already */
export type InTurn = <Result>(caller: string, work: () => Promise<Result>) => Promise<Result>;

/** The number of works that run at once in all, and for one caller; the number of one caller's that may wait. */
interface Shares {
  readonly all: number;
  readonly each: number;
  readonly waiting: number;
}

/** One caller's works: how many run, and how the next ones are begun. */
interface Share {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Gives each caller its share of something scarce: whoever sends a hundred works at once waits for itself, and its neighbour's one
 * comes next. A work that may run begins at once.
 */
export function createTurns({ all, each, waiting }: Shares): InTurn {
  const shares = new Map<string, Share>();
  let running = 0;
  const beginNext = (): void => {
    for (const share of shares.values()) {
      if (running >= all) return;
      if (share.running < each) share.waiting.shift()?.();
    }
  };
  const end = (caller: string, share: Share): void => {
    running -= 1;
    share.running -= 1;
    // Whoever had a turn stands last.
    shares.delete(caller);
    if (share.running > 0 || share.waiting.length > 0) shares.set(caller, share);
    beginNext();
  };
  return async (caller, work) => {
    const share = shares.get(caller) ?? { running: 0, waiting: [] };
    if (share.waiting.length >= waiting) throw limitError({ kind: "rate", until: Date.now() + 1_000 }, Date.now());
    shares.set(caller, share);
    const turn = new Promise<void>((begin) => {
      share.waiting.push(() => {
        running += 1;
        share.running += 1;
        begin();
      });
    });
    beginNext();
    await turn;
    try {
      return await work();
    } finally {
      end(caller, share);
    }
  };
}
