import DataLoader from "dataloader";
import type { SubgraphContext } from "../context.ts";

type Key = string | number;
type LoaderOf<Context, K extends Key, Value> = (context: Context) => DataLoader<K, Value>;

/** One value of its kind for each request, created when it is first asked for and gone with the request's context. */
export function perRequest<Context extends object, Value extends object>(
  create: (context: Context) => Value,
): (context: Context) => Value {
  const values = new WeakMap<Context, Value>();
  return (context) => {
    const known = values.get(context);
    if (known) return known;
    const created = create(context);
    values.set(context, created);
    return created;
  };
}

/**
 * Loads single rows by a unique key: one statement for all keys asked for in one tick, whatever their number.
 * A loader lives as long as its request's context, so rows never travel between callers. A row out of scope is loaded
 * like any other; the guard decides, field by field, how much of it may leave.
 */
export function oneLoader<Database, K extends Key, Row>(
  fetch: (keys: K[], context: SubgraphContext<Database>) => Promise<Row[]>,
  keyOf: (row: Row) => K,
): LoaderOf<SubgraphContext<Database>, K, Row | null> {
  return perRequest(
    (context) =>
      new DataLoader(async (keys) => {
        const rows = new Map((await fetch([...keys], context)).map((row) => [keyOf(row), row]));
        return keys.map((key) => rows.get(key) ?? null);
      }),
  );
}

/** Loads the rows that belong to each key (a has-many relation), in the order in which `fetch` returns them. */
export function manyLoader<Database, K extends Key, Row>(
  fetch: (keys: K[], context: SubgraphContext<Database>) => Promise<Row[]>,
  keyOf: (row: Row) => K | null,
): LoaderOf<SubgraphContext<Database>, K, Row[]> {
  return perRequest(
    (context) =>
      new DataLoader(async (keys) => {
        const groups = new Map<K, Row[]>(keys.map((key) => [key, []]));
        for (const row of await fetch([...keys], context)) {
          const key = keyOf(row);
          if (key !== null) groups.get(key)?.push(row);
        }
        return keys.map((key) => groups.get(key) ?? []);
      }),
  );
}
