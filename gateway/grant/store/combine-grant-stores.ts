import { createGrantBook, type GrantBook } from "../grant-book.ts";
import type { GrantStore } from "./grant-store.ts";

/**
 * Several sources as one, such as a file and the hub's database: the grants of all, the emergency stops and the bars of all. While one of
 * them is out of reach, `current()` throws as that one does: a stop or a revocation could be missing.
 */
export function combineGrantStores(stores: readonly GrantStore[]): GrantStore {
  let parts: readonly GrantBook[] = [];
  let combined: GrantBook | undefined;
  const current = (): GrantBook => {
    const books = stores.map((store) => store.current());
    if (combined && books.every((book, at) => book === parts[at])) return combined;
    parts = books;
    combined = createGrantBook(
      books.flatMap((book) => book.records),
      {
        stopped: new Set(books.flatMap((book) => [...book.stopped])),
        bars: books.flatMap((book) => book.bars),
        register: books.find(({ register }) => register !== undefined)?.register,
      },
    );
    return combined;
  };
  return {
    current,
    onChange: (listener) => {
      const ends = stores.map((store) =>
        store.onChange(() => {
          listener(current());
        }),
      );
      return () => {
        for (const end of ends) end();
      };
    },
    reload: () => {
      for (const store of stores) store.reload();
    },
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
    },
  };
}
