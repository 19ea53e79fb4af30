import { columnsOf, type SourceDescription } from "../../description/source-description.ts";
import type { LimitedQuery, OpenSource, Reader, SourceRow } from "../../reading/reader.ts";
import { momentIn, UNREADABLE } from "../../values/translate.ts";
import { rowTranslation } from "../../values/translate-rows.ts";
import { mysqlSystem } from "./mysql-system.ts";
import { postgresSystem } from "./postgres-system.ts";
import { SqlPeople } from "./sql-people.ts";
import { newestStatement, sqlStatement, type Spellings } from "./sql-statement.ts";
import type { SqlSystem } from "./sql-system.ts";

/** Milliseconds for which the columns of a table are not asked for again. */
const KNOWN = 60_000;

/** Columns that tables have now. */
class SqlColumns {
  readonly #system: SqlSystem;
  readonly #known = new Map<string, { readonly names: Promise<ReadonlySet<string>>; readonly until: number }>();

  constructor(system: SqlSystem) {
    this.#system = system;
  }

  async of(from: string): Promise<ReadonlySet<string>> {
    const known = this.#known.get(from);
    if (known !== undefined && performance.now() < known.until) return known.names;
    const names = this.#system.columnsOf(from);
    this.#known.set(from, { names, until: performance.now() + KNOWN });
    return names;
  }
}

/** Fields of people by which a query looks rows up. */
const peopleIn = (
  { where }: LimitedQuery,
  type: { fields: ReadonlyMap<string, { type: string }> },
): readonly string[] =>
  [...new Set(where.flat().map(({ field }) => field))].filter((field) => type.fields.get(field)?.type === "Person");

/**
 * Reads tables and views of one database. Every session can only read, and the old system itself gives up a statement that takes too long.
 * The place is the URL of its database, for a role that may read these views alone.
 */
const readerOf = (
  description: SourceDescription,
  system: SqlSystem,
  { pseudonymKey, drifted }: Pick<OpenSource, "pseudonymKey" | "drifted">,
): Reader<LimitedQuery> => {
  const { types } = description;
  const moment = momentIn(description.timeZone);
  const translations = new Map(
    [...types.keys()].map((name) => [name, rowTranslation(name, description, pseudonymKey)]),
  );
  const people = new Map<string, SqlPeople>();
  const peopleOf = (from: string, column: string): SqlPeople => {
    const id = JSON.stringify([from, column]);
    const known = people.get(id) ?? new SqlPeople(() => system.column(from, column), pseudonymKey);
    people.set(id, known);
    return known;
  };
  const spellingsFor = async (query: LimitedQuery): Promise<Spellings> => {
    const type = types.get(query.type);
    if (type === undefined) throw new Error(`No type ${query.type}`);
    const found = new Map<string, (pseudonym: string) => readonly string[]>();
    for (const field of peopleIn(query, type))
      found.set(field, await peopleOf(type.from, type.fields.get(field)?.column ?? "").spellings());
    return { people: (field) => found.get(field) ?? (() => []) };
  };
  const columns = new SqlColumns(system);
  const readOnce = async (query: LimitedQuery): Promise<readonly SourceRow[]> => {
    const spellings = await spellingsFor(query);
    const { text, values } = sqlStatement(query, description, spellings, query.take, system.dialect);
    return translations.get(query.type)?.(await system.rows(text, values)) ?? [];
  };
  /** The rows with what is left of their columns. @throws the refusal, where that is not enough to tell rows and whose they are */
  const readLess = async (query: LimitedQuery, refusal: unknown): Promise<readonly SourceRow[]> => {
    const type = types.get(query.type);
    const known = type && (await columns.of(type.from));
    if (type === undefined || known === undefined) throw refusal;
    const gone = [...columnsOf(type)].flatMap(([field, column]) => (known.has(column) ? [] : [field]));
    for (const field of gone) drifted(`${query.type}.${field}`, "COLUMN_MISSING");
    const needed = [type.key, "divisionCode", "asOf", ...query.where.flat().map(({ field }) => field)];
    const fields = new Set([...query.fields].filter((field) => !gone.includes(field)));
    if (fields.size === query.fields.size || gone.some((field) => needed.includes(field))) throw refusal;
    const rows = await readOnce({ ...query, fields });
    const unread = Object.fromEntries(gone.map((field) => [field, UNREADABLE] as const));
    return rows.map((row) => ({ ...row, ...unread }));
  };
  return {
    read: (query) =>
      readOnce(query).catch((error: unknown) =>
        system.isColumnMissing(error) ? readLess(query, error) : Promise.reject(error as Error),
      ),
    newest: async (name) => {
      const type = types.get(name);
      if (type?.asOf === undefined) return null;
      const [told] = await system.rows(newestStatement(type.from, type.asOf, system.dialect), []);
      const newest = typeof told?.["asOf"] === "string" ? moment(told["asOf"]) : null;
      return newest instanceof Date ? newest : null;
    },
    isThere: system.isThere,
    close: system.close,
  };
};

/** Seconds of a statement, and connections, of which a file says nothing. */
const [SECONDS, CONNECTIONS] = [5, 4];

/** Reads PostgreSQL, and whatever speaks its protocol (人大金仓, openGauss). */
export function sqlReader(description: SourceDescription, open: OpenSource): Reader<LimitedQuery> {
  const { sql, limits } = description;
  const system = postgresSystem(open.place, sql?.statementSeconds ?? SECONDS, limits?.concurrency ?? CONNECTIONS);
  return readerOf(description, system, open);
}

/** Reads MySQL and MariaDB. */
export function mysqlReader(description: SourceDescription, open: OpenSource): Reader<LimitedQuery> {
  const { mysql, limits, timeZone } = description;
  const seconds = mysql?.statementSeconds ?? SECONDS;
  return readerOf(description, mysqlSystem(open.place, seconds, limits?.concurrency ?? CONNECTIONS, timeZone), open);
}
