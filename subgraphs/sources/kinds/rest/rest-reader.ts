import {
  REST_DEFAULTS,
  REST_TYPE_DEFAULTS,
  type RestSettings,
  type RestType,
} from "../../description/rest-description.ts";
import { columnsOf, type SourceDescription, type SourceType } from "../../description/source-description.ts";
import { AnswerRefused, httpSystem, textOf, type HttpSystem } from "../../reading/bounded-http.ts";
import { memoryTable, type MemoryTable } from "../../reading/memory-table.ts";
import type { LimitedQuery, OpenSource, Reader } from "../../reading/reader.ts";
import { rowTranslation } from "../../values/translate-rows.ts";
import { at, readJson, rowsIn, toldRow } from "./json-rows.ts";
import { authorizationOf, type Authorization } from "./rest-authorization.ts";
import { pathOf, planOf, type RestRequest } from "./rest-requests.ts";

/** Asks one interface; what it answers is JSON or refused. */
class RestInterface {
  readonly #system: HttpSystem;
  readonly #authorization: Authorization;
  readonly #settings: RestSettings;

  constructor(system: HttpSystem, authorization: Authorization, settings: RestSettings) {
    this.#system = system;
    this.#authorization = authorization;
    this.#settings = settings;
  }

  /** @throws AnswerRefused `STATUS_…` for anything but success, `NOT_JSON`, `ENCODING` */
  async ask(request: RestRequest): Promise<unknown> {
    const first = await this.#once(request);
    if (first.status === 401) this.#authorization.refused();
    const answer = first.status === 401 ? await this.#once(request) : first;
    if (answer.status !== 200) throw new AnswerRefused(`STATUS_${answer.status}`);
    return readJson(textOf(answer, this.#settings.encoding));
  }

  async #once(request: RestRequest) {
    const headers = { accept: "application/json", ...(await this.#authorization.headers()) };
    return this.#system.ask({ path: pathOf(request), headers });
  }
}

const paged = (request: RestRequest, pages: NonNullable<RestType["pages"]>, page: number): RestRequest => {
  const place: readonly [string, string] =
    pages.offset === undefined
      ? [pages.number ?? "", String(pages.first + page)]
      : [pages.offset, String(page * pages.of)];
  return { ...request, query: [...request.query, place, [pages.size, String(pages.of)]] };
};

/** The number of all rows, where the answer tells it. @throws AnswerRefused `NO_TOTAL` where it should and does not */
const totalIn = (answer: unknown, { total }: NonNullable<RestType["pages"]>): number | undefined => {
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
  rest: RestInterface,
  request: RestRequest,
  { pages, success }: RestType,
  most: number,
): Promise<readonly unknown[]> => {
  if (pages === undefined || !request.paged) {
    const rows = rowsIn(await rest.ask(request), request.rows, success);
    if (rows.length > most) throw new AnswerRefused("TOO_MANY_ROWS");
    return rows;
  }
  const found: unknown[] = [];
  let before = "";
  for (let page = 0; ; page += 1) {
    const answer = await rest.ask(paged(request, pages, page));
    const rows = rowsIn(answer, request.rows, success);
    const total = totalIn(answer, pages);
    const now = rows.length === 0 ? "" : JSON.stringify(rows);
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

/**
 * Reads JSON of a REST interface. Whatever it makes of the parameters, each row is compared with the query once more here: its scope, its keys, its
 * filters and its order are this reader's. Only classified columns are kept of what came.
 */
export function restReader(
  description: SourceDescription,
  { place, pseudonymKey, secret }: OpenSource,
): Reader<LimitedQuery> {
  const { types, limits } = description;
  const settings = description.rest ?? REST_DEFAULTS;
  const system = httpSystem(place, { ...settings, concurrency: limits?.concurrency ?? 4 });
  const rest = new RestInterface(system, authorizationOf(system, settings, secret), settings);
  const most = limits?.rows ?? 10_000;
  const kept = new Kept(settings.keepSeconds);
  const readersOf = (name: string, type: SourceType) => {
    const columns = columnsOf(type);
    const translate = rowTranslation(name, description, pseudonymKey);
    const stated = type.rest ?? REST_TYPE_DEFAULTS;
    const table = (rows: readonly unknown[]) =>
      memoryTable(onceEach(translate(rows.map((row) => toldRow(row, columns))), type.key), type.key);
    return async (query: LimitedQuery): Promise<MemoryTable> => {
      const plan = planOf(type, query.where);
      if (plan.kind === "listing")
        return kept.table(JSON.stringify([name, plan.request.query]), async () =>
          table(await allPages(rest, plan.request, stated, most)),
        );
      const found: unknown[] = [];
      for (const request of plan.requests) {
        found.push(...(await allPages(rest, request, stated, most)));
        if (found.length > most) throw new AnswerRefused("TOO_MANY_ROWS");
      }
      return table(found);
    };
  };
  const tables = new Map([...types].map(([name, type]) => [name, readersOf(name, type)]));
  return {
    read: async (query) => (await tables.get(query.type)?.(query))?.read(query) ?? [],
    // Whether anybody answers there; what it answers to a question without meaning is its own business.
    isThere: () =>
      system.ask({ path: "/", method: "HEAD" }).then(
        ({ status }) => status < 500,
        (error: unknown) => error instanceof AnswerRefused && error.code === "REDIRECT",
      ),
    close: system.close,
  };
}
