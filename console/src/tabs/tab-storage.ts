/** The part of `Storage` that GraphiQL uses. */
interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
  readonly length: number;
}

/**
 * The browser's storage for one mounted playground. Once closed it writes nothing more: GraphiQL saves tabs half a
 * second late, and must not overwrite what took their place. Without a usable browser storage nothing is kept.
 */
export class TabStorage implements Storage {
  #open = true;

  get length(): number {
    return attempt(() => localStorage.length) ?? 0;
  }

  getItem(key: string): string | null {
    return attempt(() => localStorage.getItem(key)) ?? null;
  }

  setItem(key: string, value: string): void {
    // Not guarded: GraphiQL handles a full storage itself.
    if (this.#open) localStorage.setItem(key, value);
  }

  removeItem(key: string): void {
    if (this.#open)
      attempt(() => {
        localStorage.removeItem(key);
      });
  }

  /** Forgets what GraphiQL has kept, and nothing else of this origin. */
  clear(): void {
    if (!this.#open) return;
    const keys = attempt(() => Object.keys(localStorage)) ?? [];
    for (const key of keys.filter((known) => known.startsWith("graphiql:"))) this.removeItem(key);
  }

  close(): void {
    this.#open = false;
  }
}

function attempt<Result>(access: () => Result): Result | undefined {
  try {
    return access();
  } catch {
    return undefined; // blocked by the browser's settings
  }
}
