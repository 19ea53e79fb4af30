import { insisting } from "../../../../database/insist.ts";
import { DatabaseError, Pool } from "pg";
import { databaseIsThere } from "../../../kit/health.ts";
import { columnsOf, type SourceDescription } from "../../description/source-description.ts";
import type { LimitedQuery, OpenSource, Reader, SourceRow } from "../../reading/reader.ts";
import { UNREADABLE } from "../../values/translate.ts";
import { rowTranslation, type ToldRow } from "../../values/translate-rows.ts";
import { SqlPeople } from "./sql-people.ts";
import { quotedTable, sqlStatement, type Spellings } from "./sql-statement.ts";

/** Milliseconds in which a connection must stand. */
const LONGEST_CONNECT = 3_000;

/** Every value as the text that the old system writes: nothing is rounded on its way into the translation. */
const texts = { getTypeParser: () => (text: string) => text };

/** PostgreSQL's code for a column that is not there. */
const isColumnMissing = (error: unknown): boolean => error instanceof DatabaseError && error.code === "42703";

/** Milliseconds for which the columns of a table are not asked for again. */
const KNOWN = 60_000;

/** Columns that tables have now. */
class SqlColumns {
  readonly #pool: Pool;
  readonly #known = new Map<string, { readonly names: Promise<ReadonlySet<string>>; readonly until: number }>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async of(from: string): Promise<ReadonlySet<string>> {
    const known = this.#known.get(from);
    if (known !== undefined && performance.now() < known.until) return known.names;
    const names = this.#pool
      .query<{ name: string }>(
        "select attname as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped",
        [quotedTable(from)],
      )
      .then(({ rows }) => new Set(rows.map(({ name }) => name)));
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
 * Reads tables and views of PostgreSQL, and of whatever speaks its protocol (人大金仓, openGauss). Every session can only read, and the old system
 * itself gives up a statement that takes too long.
 * The place is the URL of its database, for a role that may read these views alone.
 */
export function sqlReader(
  description: SourceDescription,
  { place: url, pseudonymKey, drifted }: Pick<OpenSource, "place" | "pseudonymKey" | "drifted">,
): Reader<LimitedQuery> {
  const { types, limits, sql } = description;
  const seconds = sql?.statementSeconds ?? 5;
  const pool = new Pool({
    ...insisting(url, ["default_transaction_read_only=on", `statement_timeout=${seconds * 1_000}`, "DateStyle=ISO"]),
    max: limits?.concurrency ?? 4,
    connectionTimeoutMillis: LONGEST_CONNECT,
    // The old system may be gone without a word: its own limit then ends nothing.
    query_timeout: (seconds + 1) * 1_000,
    types: texts,
  });
  // Told to whoever has a statement under way; the pool opens another connection for the next one.
  pool.on("error", () => undefined);
  const translations = new Map(
    [...types.keys()].map((name) => [name, rowTranslation(name, description, pseudonymKey)]),
  );
  const people = new Map<string, SqlPeople>();
  const peopleOf = (from: string, column: string): SqlPeople => {
    const id = JSON.stringify([from, column]);
    const known = people.get(id) ?? new SqlPeople(pool, from, column, pseudonymKey);
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
  const columns = new SqlColumns(pool);
  const readOnce = async (query: LimitedQuery): Promise<readonly SourceRow[]> => {
    const { text, values } = sqlStatement(query, description, await spellingsFor(query), query.take);
    const { rows } = await pool.query<ToldRow>(text, [...values]);
    return translations.get(query.type)?.(rows) ?? [];
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
        isColumnMissing(error) ? readLess(query, error) : Promise.reject(error as Error),
      ),
    isThere: () => databaseIsThere(url),
    close: () => pool.end(),
  };
}
