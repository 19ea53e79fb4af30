import { invalidInput, pageSizeRefused } from "./errors.ts";

/** Arguments of a Relay connection. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

type Key = string | number;

/** One page of a list as a keyset: rows beyond `cursor` in `order`; one more than the page holds tells of a next one. */
export interface Keyset<K extends Key> {
  readonly list: string;
  readonly cursor: K | null;
  readonly order: "asc" | "desc";
  readonly take: number;
}

const DEFAULT_PAGE = 20;
/** Rows that one page may hold at most. */
export const MAX_PAGE = 200;

const encode = (list: string, key: Key): string => Buffer.from(JSON.stringify([list, key])).toString("base64url");

const decode = (list: string, cursor: string): Key => {
  try {
    const [from, key] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as [unknown, unknown];
    if (from === list && (typeof key === "string" || typeof key === "number")) return key;
  } catch {
    // Falls through to the same answer as a cursor of another list.
  }
  throw invalidInput("HUB_INVALID_CURSOR", { list: { en: `the list "${list}"`, zh: `列表“${list}”` } });
};

const sizeOf = (size: number): number => {
  if (Number.isInteger(size) && size >= 1 && size <= MAX_PAGE) return size;
  throw pageSizeRefused(MAX_PAGE, size);
};

/**
 * Reads a connection's arguments.
 * @param list name of the list; a cursor of another list is refused
 * @throws HUB_PAGE_SIZE, HUB_INVALID_CURSOR
 */
export const keysetOf = <K extends Key>(list: string, page: PageArguments): Keyset<K> => {
  const backward = page.last !== null && page.last !== undefined;
  if (backward && page.first !== null && page.first !== undefined) {
    throw invalidInput("HUB_PAGE_SIZE", {
      reason: { en: "Ask for first or last, not both", zh: "first 与 last 只能选其一" },
    });
  }
  const size = sizeOf((backward ? page.last : page.first) ?? DEFAULT_PAGE);
  const cursor = backward ? page.before : page.after;
  return {
    list,
    cursor: cursor ? (decode(list, cursor) as K) : null,
    order: backward ? "desc" : "asc",
    take: size + 1,
  };
};

/** The Relay connection of the rows that were fetched for a keyset. */
export const connectionOf = <K extends Key, Row>(keyset: Keyset<K>, rows: readonly Row[], keyOf: (row: Row) => K) => {
  const { list, cursor, order, take } = keyset;
  const more = rows.length >= take;
  const nodes = rows.slice(0, take - 1);
  if (order === "desc") nodes.reverse();
  const edges = nodes.map((node) => ({ node, cursor: encode(list, keyOf(node)) }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: order === "asc" ? more : cursor !== null,
      hasPreviousPage: order === "asc" ? cursor !== null : more,
    },
  };
};

/** One page of a list, in the words of Prisma: a filter to combine with the list's own, an order and a bound. */
export interface Page {
  readonly where: object;
  readonly orderBy: Readonly<Record<string, "asc" | "desc">>;
  readonly take: number;
}

/**
 * The Relay connection of one page of a list.
 * @param list name of the list; a cursor of another list is refused
 * @param key unique column that orders the list
 * @throws HUB_PAGE_SIZE, HUB_INVALID_CURSOR
 */
export async function pageOf<Row>(
  list: string,
  key: keyof Row & string,
  args: PageArguments,
  fetch: (page: Page) => Promise<readonly Row[]>,
) {
  const keyset = keysetOf<Key>(list, args);
  const { cursor, order, take } = keyset;
  const where = cursor === null ? {} : { [key]: order === "asc" ? { gt: cursor } : { lt: cursor } };
  const rows = await fetch({ where, orderBy: { [key]: order }, take });
  return connectionOf(keyset, rows, (row) => {
    const value = row[key];
    return typeof value === "bigint" ? Number(value) : (value as Key);
  });
}

/** Prisma filter of a keyset on the unique, ordered column `key`. */
export const beyond = <Column extends string, K extends Key>(key: Column, { cursor, order }: Keyset<K>) =>
  (cursor === null ? {} : { [key]: order === "asc" ? { gt: cursor } : { lt: cursor } }) as Partial<
    Record<Column, { gt: K } | { lt: K }>
  >;
