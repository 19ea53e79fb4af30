import { insisting } from "../../../../database/insist.ts";
import { Pool } from "pg";
import { databaseIsThere } from "../../../kit/health.ts";
import type { SourceDescription } from "../../description/source-description.ts";
import type { LimitedQuery, OpenSource, Reader } from "../../reading/reader.ts";
import { rowTranslation, type ToldRow } from "../../values/translate-rows.ts";
import { SqlPeople } from "./sql-people.ts";
import { sqlStatement, type Spellings } from "./sql-statement.ts";

/** Milliseconds in which a connection must stand. */
const LONGEST_CONNECT = 3_000;

/** Every value as the text that the old system writes: nothing is rounded on its way into the translation. */
const texts = { getTypeParser: () => (text: string) => text };

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
  { place: url, pseudonymKey }: Pick<OpenSource, "place" | "pseudonymKey">,
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
  return {
    read: async (query) => {
      const { text, values } = sqlStatement(query, description, await spellingsFor(query), query.take);
      const { rows } = await pool.query<ToldRow>(text, [...values]);
      return translations.get(query.type)?.(rows) ?? [];
    },
    isThere: () => databaseIsThere(url),
    close: () => pool.end(),
  };
}
