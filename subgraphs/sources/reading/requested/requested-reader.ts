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
}

const paged = (request: PlannedRequest, pages: NonNullable<Requests["pages"]>, page: number): PlannedRequest => {
  const place: readonly [string, string] =
    pages.offset === undefined
      ? [pages.number ?? "", String(pages.first + page)]
      : [pages.offset, String(page * pages.of)];
  return { ...request, query: [...request.query, place, [pages.size, String(pages.of)]] };
};

/** The number of all rows, where the answer tells it. @throws AnswerRefused `NO_TOTAL` where it should and does not */
const totalIn = (answer: unknown, { total }: NonNullable<Requests["pages"]>): number | undefined => {
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
  for (let page = 0; ; page += 1) {
    const answer = await asked.ask(paged(request, pages, page));
    const rows = rowsIn(answer, request.rows, success, asked.single);
    const total = answer === NONE ? found.length : totalIn(answer, pages);
    const now = rows.length === 0 ? "" : JSON.stringify(rows.map((row) => textOf(at(row, key))));
    if (now !== "" && now === before) throw new AnswerRefused("PAGE_REPEATED");
    before = now;
    found.push(...rows);
    if (found.length > most || (total ?? 0) > most) throw new AnswerRefused("TOO_MANY_ROWS");
    if (total !== undefined && found.length >= total) return found;
    if (rows.length > 0) continue;
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
    const bounds = { most, key: type.fields.get(type.key)?.column ?? "" };
    const absent = new AbsentColumns(columns);
    const table = (rows: readonly unknown[]) => {
      const gone = absent.in(rows);
      for (const field of gone) drifted(`${name}.${field}`, "COLUMN_MISSING");
      // Without them no row is known, or is anybody's: that is no answer without rows.
      if (gone.has(type.key) || gone.has("divisionCode")) throw new AnswerRefused("COLUMN_MISSING");
      const unread = Object.fromEntries([...gone].map((field) => [field, UNREADABLE] as const));
      const told = rows.map((row) => ({ ...toldRow(row, columns), ...unread }));
      return memoryTable(onceEach(translate(told), type.key), type.key);
    };
    return async (query: LimitedQuery): Promise<MemoryTable> => {
      const plan = planOf(type, query.where);
      if (plan.kind === "listing")
        return kept.table(JSON.stringify([name, plan.request.query]), async () =>
          table(await allPages(asked, plan.request, stated, bounds)),
        );
      const found: unknown[] = [];
      for (const request of plan.requests) {
        found.push(...(await allPages(asked, request, stated, bounds)));
        if (found.length > most) throw new AnswerRefused("TOO_MANY_ROWS");
      }
      return table(found);
    };
  };
  const tables = new Map([...types].map(([name, type]) => [name, readersOf(name, type)]));
  return async (query) => (await tables.get(query.type)?.(query))?.read(query) ?? [];
}
