import { expect, test } from "@jest/globals";
import { combineGrantStores } from "./combine-grant-stores.ts";
import { createGrantBook, EMPTY_BOOK, type GrantBook } from "../grant-book.ts";
import { GrantsUnavailable, type GrantStore } from "./grant-store.ts";
import { bareGrant } from "../fixtures/bare-grant.ts";

const storeOf = (read: () => GrantBook): GrantStore & { readonly tell: () => void } => {
  const listeners = new Set<(book: GrantBook) => void>();
  return {
    current: read,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    reload: () => undefined,
    close: () => Promise.resolve(),
    tell: () => {
      for (const listener of listeners) listener(read());
    },
  };
};

test("the grants and stops of all sources hold together, and one that is out of reach closes them all", () => {
  let second: GrantBook | undefined = createGrantBook([bareGrant("two")], { stopped: new Set(["Person.name"]) });
  const file = storeOf(() => createdOnce);
  const createdOnce = createGrantBook([bareGrant("one")]);
  const hub = storeOf(() => {
    if (!second) throw new GrantsUnavailable();
    return second;
  });
  const both = combineGrantStores([file, hub]);
  const first = both.current();
  expect(first.grantsFor({ app: "a", department: "d" }).map(({ id }) => id)).toEqual(["one", "two"]);
  expect([...first.stopped]).toEqual(["Person.name"]);
  expect(both.current()).toBe(first);
  const told: string[] = [];
  both.onChange((book) => told.push(book.version));
  second = EMPTY_BOOK;
  hub.tell();
  expect(
    both
      .current()
      .grantsFor({ app: "a", department: "d" })
      .map(({ id }) => id),
  ).toEqual(["one"]);
  expect(told).toEqual([both.current().version]);
  second = undefined;
  expect(() => both.current()).toThrow(GrantsUnavailable);
});
