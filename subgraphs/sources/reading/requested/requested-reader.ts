import { REQUESTS_DEFAULTS, type Requests } from "../../description/requests-description.ts";
import { columnsOf, type SourceDescription, type SourceType } from "../../description/source-description.ts";
import { UNREADABLE } from "../../values/translate.ts";
import { rowTranslation } from "../../values/translate-rows.ts";
import { AnswerRefused } from "../bounded-http.ts";
import { memoryTable, type MemoryTable } from "../memory-table.ts";
import type { Drifted, LimitedQuery, Reader } from "../reader.ts";
import { AbsentColumns } from "./absent-columns.ts";
import { at, NONE, rowsIn, textOf, toldRow } from "./answered-rows.ts";
import { planOf, type PlannedRequest } from "./plan-requests.ts";

/** An interface that is asked request by request. */
export interface AskedInterface {
  /** An answer as objects, lists and texts: numbers too are texts. @throws AnswerRefused, or whatever a connection says */
  readonly ask: (request: PlannedRequest) => Promise<unknown>;
  /** Whether one row may stand in an answer without a list around it, as in XML. */
  readonly single: boolean;
  /** Of an interface that is told which columns it shall send: those that it says it does not have any more. */
  readonly gone?: (path: string) => ReadonlySet<string>;
}

type Pages = NonNullable<Requests["pages"]>;

/** A place in the listing: the page by its number from 0, and the cursor of the page before, where there is one. */
interface Place {
  readonly page: number;
  readonly cursor: string | undefined;
}

const placeIn = (pages: Pages, { page, cursor }: Place): readonly (readonly [parameter: string, value: string])[] => {
  if (pages.after !== undefined) return cursor === undefined ? [] : [[pages.after, cursor]];
  if (pages.offset !== undefined) return [[pages.offset, String(page * pages.of)]];
  return [[pages.number ?? "", String(pages.first + page)]];
};

const paged = (request: PlannedRequest, pages: Pages, place: Place): PlannedRequest => ({
  ...request,
  query: [...request.query, ...placeIn(pages, place), [pages.size, String(pages.of)]],
});

/**
 * Cursor of the page behind an answer; undefined: it is the last one, or pages go by their numbers.
 * @throws AnswerRefused `NO_CURSOR` where the answer should tell and does not
 */
const cursorIn = (answer: unknown, { cursor, more }: Pages): string | undefined => {
  if (cursor === undefined) return undefined;
  const [goesOn, next] = [more === undefined ? undefined : textOf(at(answer, more)), textOf(at(answer, cursor))];
  if (more !== undefined && goesOn !== "true" && goesOn !== "false") throw new AnswerRefused("NO_CURSOR");
  if (goesOn === "false") return undefined;
  if (typeof next === "string" && next !== "") return next;
  if (goesOn === "true" || next === undefined || next === UNREADABLE) throw new AnswerRefused("NO_CURSOR");
  return undefined;
};

/** The number of all rows, where the answer tells it. @throws AnswerRefused `NO_TOTAL` where it should and does not */
const totalIn = (answer: unknown, { total }: Pages): number | undefined => {
  if (total === undefined) return undefined;
  const told = at(answer, total);
  if (typeof told !== "string" || !/^\d{1,9}$/.test(told)) throw new AnswerRefused("NO_TOTAL");
  return Number(told);
};

/**
 * Rows of every page. An interface that ignores the number of the page gives the same one for ever; one that gives less than it says has lost
 * something: neither is taken for the list.
 * @throws AnswerRefused `TOO_MANY_ROWS`, `PAGE_REPEATED`, `ROW_COUNT`
 */
const allPages = async (
  asked: AskedInterface,
  request: PlannedRequest,
  { pages, success }: Requests,
  { most, key }: { readonly most: number; readonly key: string },
): Promise<readonly unknown[]> => {
  if (pages === undefined || !request.paged) {
    const rows = rowsIn(await asked.ask(request), request.rows, success, asked.single);
    if (rows.length > most) throw new AnswerRefused("TOO_MANY_ROWS");
    return rows;
  }
  const found: unknown[] = [];
  let before = "";
  let cursor: string | undefined;
  for (let page = 0; ; page += 1) {
    const answer = await asked.ask(paged(request, pages, { page, cursor }));
    const rows = rowsIn(answer, request.rows, success, asked.single);
    const total = answer === NONE ? found.length : totalIn(answer, pages);
    const now = rows.length === 0 ? "" : JSON.stringify(rows.map((row) => textOf(at(row, key))));
    if (now !== "" && now === before) throw new AnswerRefused("PAGE_REPEATED");
    before = now;
    found.push(...rows);
    if (found.length > most || (total ?? 0) > most) throw new AnswerRefused("TOO_MANY_ROWS");
    if (total !== undefined && found.length >= total) return found;
    cursor = answer === NONE ? undefined : cursorIn(answer, pages);
    const isLast = rows.length === 0 || (pages.after !== undefined && cursor === undefined);
    if (!isLast) continue;
    if (total !== undefined) throw new AnswerRefused("ROW_COUNT");
    return found;
  }
};

/** Listings that are kept at most; each is one division's, or the whole. */
const MOST_KEPT = 8;

/** Tables that were read a short while ago, by their request, as long as the file allows. */
class Kept {
  readonly #tables = new Map<string, { readonly table: Promise<MemoryTable>; readonly until: number }>();
  readonly #milliseconds: number;

  constructor(seconds: number) {
    this.#milliseconds = seconds * 1_000;
  }

  async table(id: string, read: () => Promise<MemoryTable>): Promise<MemoryTable> {
    if (this.#milliseconds === 0) return read();
    const known = this.#tables.get(id);
    if (known !== undefined && performance.now() < known.until) return known.table;
    const kept = { table: read(), until: performance.now() + this.#milliseconds };
    this.#tables.delete(id);
    this.#tables.set(id, kept);
    const [oldest] = this.#tables.keys();
    if (this.#tables.size > MOST_KEPT && oldest !== undefined) this.#tables.delete(oldest);
    try {
      return await kept.table;
    } catch (error) {
      if (this.#tables.get(id) === kept) this.#tables.delete(id);
      throw error;
    }
  }
}

/** A lookup may tell of one row twice, for two of its keys; a listing whose pages move on while they are read too. */
const onceEach = (rows: ReturnType<ReturnType<typeof rowTranslation>>, key: string) => [
  ...new Map(rows.map((row) => [row[key], row])).values(),
];

/** What is read of an interface, however it is asked. */
export interface ReadInterface {
  readonly asked: AskedInterface;
  /** Seconds for which a listing is kept. */
  readonly keepSeconds: number;
  readonly pseudonymKey: string;
  readonly drifted: Drifted;
}

/**
 * Reads the rows of an interface. Whatever it makes of the parameters, each row is compared with the query once more here: its scope, its keys, its
 * filters and its order are this reader's. Only classified columns are kept of what came.
 */
export function requestedRows(
  description: SourceDescription,
  { asked, keepSeconds, pseudonymKey, drifted }: ReadInterface,
): Reader<LimitedQuery>["read"] {
  const { types, limits } = description;
  const most = limits?.rows ?? 10_000;
  const kept = new Kept(keepSeconds);
  const readersOf = (name: string, type: SourceType) => {
    const columns = columnsOf(type);
    const translate = rowTranslation(name, description, pseudonymKey);
    const stated = type.requests ?? REQUESTS_DEFAULTS;
    const { success, pages } = stated;
    const beside = [success?.at, pages?.total, pages?.cursor, pages?.more].filter((place) => place !== undefined);
    const bounds = { most, key: type.fields.get(type.key)?.column ?? "" };
    const absent = new AbsentColumns(columns);
    /** Columns of a request, and how it tells them to an interface that sends no others. */
    const neededOf = ({ fields, where }: LimitedQuery): ReadonlyMap<string, string> => {
      if (asked.gone === undefined) return columns;
      const compared = where.flatMap((clause) => clause.map(({ field }) => field));
      const needed = new Set([...fields, ...compared, type.key, "divisionCode", "asOf"]);
      return new Map([...columns].filter(([field]) => needed.has(field)));
    };
    const askedFor = (request: PlannedRequest, needed: ReadonlyMap<string, string>): PlannedRequest =>
      asked.gone === undefined ? request : { ...request, columns: [...needed.values()], beside };
    const goneOf = (rows: readonly unknown[], path: string, needed: ReadonlyMap<string, string>) => {
      if (asked.gone === undefined) return absent.in(rows);
      const gone = asked.gone(path);
      return new Set([...needed].flatMap(([field, column]) => (gone.has(column) ? [field] : [])));
    };
    const table = (rows: readonly unknown[], path: string, needed: ReadonlyMap<string, string>) => {
      const gone = goneOf(rows, path, needed);
      for (const field of gone) drifted(`${name}.${field}`, "COLUMN_MISSING");
      // Without them no row is known, or is anybody's: that is no answer without rows.
      if (gone.has(type.key) || gone.has("divisionCode")) throw new AnswerRefused("COLUMN_MISSING");
      const unread = Object.fromEntries([...gone].map((field) => [field, UNREADABLE] as const));
      const told = rows.map((row) => ({ ...toldRow(row, needed), ...unread }));
      return memoryTable(onceEach(translate(told), type.key), type.key);
    };
    return async (query: LimitedQuery): Promise<MemoryTable> => {
      const plan = planOf(type, query.where);
      const needed = neededOf(query);
      if (plan.kind === "listing") {
        const request = askedFor(plan.request, needed);
        return kept.table(JSON.stringify([name, request.query, request.columns]), async () =>
          table(await allPages(asked, request, stated, bounds), request.path, needed),
        );
      }
      const found: unknown[] = [];
      for (const request of plan.requests) {
        found.push(...(await allPages(asked, askedFor(request, needed), stated, bounds)));
        if (found.length > most) throw new AnswerRefused("TOO_MANY_ROWS");
      }
      return table(found, plan.requests[0]?.path ?? type.from, needed);
    };
  };
  const tables = new Map([...types].map(([name, type]) => [name, readersOf(name, type)]));
  return async (query) => (await tables.get(query.type)?.(query))?.read(query) ?? [];
}
