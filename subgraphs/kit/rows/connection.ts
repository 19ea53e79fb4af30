import { invalidInput, pageSizeRefused } from "../errors.ts";

/** Arguments of a Relay connection. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

type Key = string | number;

/** One page of a list: rows beyond `cursor` in `order`, and the same in the words of Prisma. */
export interface Page {
  /** Key of the row before the page; null at the list's beginning. */
  readonly cursor: Key | null;
  /** Of a list that is ordered by another column first: what that row has in it. */
  readonly group: string | null;
  readonly order: "asc" | "desc";
  /** Read from the list's end; the rows are put back into the list's own order. */
  readonly backward: boolean;
  /** Filter to combine with the list's own, where the key alone orders it. */
  readonly where: object;
  readonly orderBy: Readonly<Record<string, "asc" | "desc">>;
  /** One row more than the page holds: it tells of a next page. */
  readonly take: number;
}

const DEFAULT_PAGE = 20;

/** Rows that one page may hold at most. */
export const MAX_PAGE = 200;

const encode = (list: string, key: Key, group: readonly unknown[]): string =>
  Buffer.from(JSON.stringify([list, key, ...group])).toString("base64url");

const MOST_INT = 2 ** 31;

/** A key that the database can compare with the column: of its type, within its range, without NUL, which no text holds. */
const isKeyOf = (type: string, key: unknown): key is Key => {
  if (type === "String") return typeof key === "string" && !key.includes("\0");
  return Number.isSafeInteger(key) && (type === "BigInt" || (Number(key) >= -MOST_INT && Number(key) < MOST_INT));
};

const isGroup = (group: unknown): group is string => typeof group === "string" && isKeyOf("String", group);

const decode = ({ list, type, group }: Listed, cursor: string): Pick<Page, "cursor" | "group"> => {
  try {
    const place = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as readonly unknown[];
    const [from, key, lies] = place;
    if (from === list && isKeyOf(type, key)) {
      if (group === undefined && place.length === 2) return { cursor: key, group: null };
      if (group !== undefined && isGroup(lies)) return { cursor: key, group: lies };
    }
  } catch {
    // Falls through to the same answer as a cursor of another list.
  }
  throw invalidInput("HUB_INVALID_CURSOR", { list: { en: `the list "${list}"`, zh: `列表“${list}”` } });
};

const sizeOf = (size: number): number => {
  if (Number.isInteger(size) && size >= 1 && size <= MAX_PAGE) return size;
  throw pageSizeRefused(MAX_PAGE, size);
};

/** A list as its pages need to know it. */
interface Listed {
  readonly list: string;
  readonly key: string;
  readonly type: string;
  readonly order: Page["order"];
  readonly group: string | undefined;
}

const pageFor = (listed: Listed, args: PageArguments): Page => {
  const { key, order: own } = listed;
  const backward = args.last !== null && args.last !== undefined;
  if (backward && args.first !== null && args.first !== undefined) {
    throw invalidInput("HUB_PAGE_SIZE", {
      reason: { en: "Ask for first or last, not both", zh: "first 与 last 只能选其一" },
    });
  }
  const size = sizeOf((backward ? args.last : args.first) ?? DEFAULT_PAGE);
  const at = backward ? args.before : args.after;
  const { cursor, group } = at ? decode(listed, at) : { cursor: null, group: null };
  const order = backward === (own === "desc") ? "asc" : "desc";
  const where = cursor === null ? {} : { [key]: order === "desc" ? { lt: cursor } : { gt: cursor } };
  return { cursor, group, order, backward, where, orderBy: { [key]: order }, take: size + 1 };
};

const keyOf = <Row>(row: Row, key: keyof Row & string): Key => {
  const value = row[key];
  return typeof value === "bigint" ? Number(value) : (value as Key);
};

/**
 * The Relay connection of one page of a list, read by keyset: page 10,000 costs as much as page 1.
 * @param list name of the list; a cursor of another list is refused
 * @param key unique column that orders the list
 * @param fetch reads the page's rows
 * @param type Prisma type of that column; a cursor that holds another value is refused
 * @param order of the list itself; "desc" begins with the newest
 * @param group column of text that orders the list before the key does; its value of the last row stands in the cursor
 * @throws HUB_PAGE_SIZE, HUB_INVALID_CURSOR
 */
export async function pageOf<Row>(
  list: string,
  key: keyof Row & string,
  args: PageArguments,
  fetch: (page: Page) => Promise<readonly Row[]>,
  type = "Int",
  order: Page["order"] = "asc",
  group?: keyof Row & string,
) {
  const page = pageFor({ list, key, type, order, group }, args);
  const rows = await fetch(page);
  const more = rows.length >= page.take;
  const nodes = rows.slice(0, page.take - 1);
  if (page.backward) nodes.reverse();
  const edges = nodes.map((node) => ({
    node,
    cursor: encode(list, keyOf(node, key), group === undefined ? [] : [node[group]]),
  }));
  const inside = page.cursor !== null;
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: page.backward ? inside : more,
      hasPreviousPage: page.backward ? more : inside,
    },
  };
}

/** Options with which Pothos names a connection and its edge after the type that they list. */
export function connectionNames(type: string) {
  return [{ name: `${type}Connection` }, { name: `${type}Edge` }] as const;
}
