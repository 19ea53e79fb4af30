import type pg from "pg";
import { resign, type Target } from "./tampering.ts";

/** One mutation of the ledger's database by a superuser, and what has to notice it. */
export interface Mutation {
  /** The column that it changes: `ledger.leaves.officer`. */
  readonly column?: string;
  /** "leaves.officer: NULL" and so on; no two are the same. */
  readonly name: string;
  readonly sql: string;
  /**
   * log: `verify`; search: `verify --search`; schema: `verify` and every start; start: the next start;
   * nobody: listed in ledger/README, with the reason.
   */
  readonly noticed: "log" | "search" | "schema" | "start" | "nobody";
}

/** Tables by what notices a change of any of their columns. */
const NOTICED: Readonly<Record<string, Mutation["noticed"]>> = {
  head: "log",
  leaves: "log",
  tiles: "log",
  checkpoints: "log",
  presence: "search",
  officers: "search",
  totals: "search",
  summed: "search",
  ledger_migrations: "start",
  findings: "nobody",
  refusals: "nobody",
};

/** Columns that nothing is derived from, and lines of keys that nobody gave: each stands in ledger/README with its reason. */
const UNNOTICED: ReadonlySet<string> = new Set([
  "checkpoints.signed_at",
  "checkpoints.cosignatures: empty",
  "checkpoints.cosignatures: another case",
  "checkpoints.cosignatures: a look-alike",
  "ledger_migrations.applied_at",
  "ledger_migrations.checksum: NULL",
]);

/** Expressions over a column `c` that change its value, by type. */
const CHANGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  text: {
    forged: "'forged'",
    empty: "''",
    NULL: "NULL",
    "a space more": "c || ' '",
    "another case": "upper(c)",
    "a look-alike": "replace(replace(c, 'o', 'о'), 'e', 'е')",
  },
  "text[]": {
    empty: "'{}'",
    reversed: "(SELECT array_agg(e ORDER BY n DESC) FROM unnest(c) WITH ORDINALITY AS u (e, n))",
    joined: "ARRAY[array_to_string(c, E'\\x1e')]",
    "one more": "c || 'Person:x'::text",
    "one NULL more": "c || NULL::text",
    "one fewer": "c[2:]",
  },
  bigint: { "one more": "c + 1", "one fewer": "c - 1", many: "c + 4294967296" },
  integer: { "one more": "c + 1", "one fewer": "c - 1" },
  bytea: {
    "first bit": "set_bit(c, 0, 1 - get_bit(c, 0))",
    shorter: "substring(c FROM 1 FOR length(c) - 1)",
    longer: "c || '\\x00'",
  },
  "timestamp with time zone": { "a day later": "c + interval '1 day'", "a millisecond earlier": "c - interval '1 ms'" },
  date: { "a month earlier": "(c - interval '1 month')::date" },
  boolean: { other: "NOT c" },
  "bigint[]": { "one more": "c || 1" },
};

/** Mutations of every column of every table, from the catalogue: a column that somebody adds is mutated by itself. */
export async function columnMutations(client: pg.ClientBase): Promise<readonly Mutation[]> {
  const { rows } = await client.query<{ table: string; column: string; type: string; schema: string }>(
    `SELECT relname AS table, attname AS column, format_type(atttypid, NULL) AS type, nspname AS schema
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE (nspname = 'ledger' OR relname = 'ledger_migrations') AND relkind IN ('r', 'p') AND NOT relispartition
       AND attnum > 0 AND NOT attisdropped ORDER BY 1, attnum`,
  );
  return rows.flatMap(({ table, column, type, schema }) => {
    const changes = Object.entries(CHANGES[type] ?? {});
    if (changes.length === 0) throw new Error(`No mutation of ${table}.${column}, which is ${type}`);
    return changes.map(([what, expression]) => {
      const name = `${table}.${column}: ${what}`;
      const set = `"${column}" = ${expression.replaceAll(/\bc\b/g, `"${column}"`)}`;
      const isUnnoticed = UNNOTICED.has(name) || UNNOTICED.has(`${table}.${column}`);
      return {
        name,
        column: schema === "ledger" ? `ledger.${table}.${column}` : `${table}.${column}`,
        sql: `UPDATE ${schema}."${table}" SET ${set} WHERE ctid = (${rowOf(schema, table)}) AND "${column}" IS DISTINCT FROM (${expression.replaceAll(/\bc\b/g, `"${column}"`)})`,
        noticed: isUnnoticed ? ("nobody" as const) : (NOTICED[table] ?? "log"),
      };
    });
  });
}

/** A row in the middle of things. */
function rowOf(schema: string, table: string): string {
  const where: Readonly<Record<string, string>> = {
    leaves: "WHERE index = 123",
    tiles: "WHERE level = 0 AND index = 0",
    checkpoints: "WHERE cosignatures <> ''",
    ledger_migrations: "WHERE name LIKE '0003%'",
  };
  return `SELECT ctid FROM ${schema}."${table}" ${where[table] ?? ""} ORDER BY 1 LIMIT 1`;
}

const BODY = "AS $$ BEGIN RETURN NULL; END $$";

/** Queries that list statements from the catalogue: an object that somebody adds is mutated by itself. */
const LISTS: readonly string[] = [
  `SELECT format('DROP INDEX ledger.%I', relname) AS sql FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
       WHERE relnamespace = 'ledger'::regnamespace AND NOT relispartition AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = pg_class.oid)
       ORDER BY 1`,
  `SELECT format('ALTER TABLE ledger.%I DROP CONSTRAINT %I', relname, conname) AS sql FROM pg_constraint
       JOIN pg_class ON pg_class.oid = conrelid WHERE connamespace = 'ledger'::regnamespace AND contype <> 'n' AND conislocal ORDER BY 1`,
  `SELECT format('ALTER TABLE ledger.%I ALTER COLUMN %I DROP NOT NULL', relname, attname) AS sql
       FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
       WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND attnum > 0 AND attnotnull
         AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = attrelid AND contype = 'p' AND attnum = ANY (conkey))
       ORDER BY 1`,
  `SELECT format('ALTER FUNCTION %s %s', oid::regprocedure, CASE WHEN prosecdef THEN 'SECURITY INVOKER' ELSE 'SECURITY DEFINER' END) AS sql
       FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace ORDER BY 1`,
  `SELECT format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', oid::regprocedure) AS sql FROM pg_proc
       WHERE pronamespace = 'ledger'::regnamespace ORDER BY 1`,
  `SELECT format('GRANT UPDATE ON ledger.%I TO PUBLIC', relname) AS sql FROM pg_class
       WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p') AND relname !~ '_[0-9]{4}_[0-9]{2}$' ORDER BY 1`,
  // A month is a table of its own: what holds for all months can be taken from one.
  `SELECT format(change, relname) AS sql FROM (SELECT max(relname) AS relname FROM pg_class
         WHERE relnamespace = 'ledger'::regnamespace AND relispartition AND relname ~ '^leaves_[0-9]{4}_[0-9]{2}$') AS month,
       unnest(ARRAY['ALTER TABLE ledger.%1$I DISABLE TRIGGER append_only', 'ALTER TABLE ledger.leaves DETACH PARTITION ledger.%1$I',
         'CREATE RULE hide AS ON INSERT TO ledger.%1$I DO INSTEAD NOTHING', 'ALTER TABLE ledger.%1$I ENABLE ROW LEVEL SECURITY',
         'ALTER TABLE ledger.%1$I ALTER COLUMN officer SET DEFAULT 1', 'GRANT UPDATE ON ledger.%1$I TO PUBLIC',
         'ALTER TABLE ledger.%1$I ADD CONSTRAINT mine CHECK (index >= 0) NOT VALID', 'ALTER TABLE ledger.%1$I SET UNLOGGED',
         'CREATE INDEX mine ON ledger.%1$I (record)']) AS change ORDER BY 1`,
];

/** One of every other kind. */
const STATEMENTS: readonly string[] = [
  "ALTER TABLE ledger.leaves DISABLE TRIGGER append_only",
  "ALTER TABLE ledger.leaves ENABLE REPLICA TRIGGER append_only",
  "DROP TRIGGER append_only ON ledger.leaves",
  `CREATE FUNCTION ledger.swallow() RETURNS trigger LANGUAGE plpgsql ${BODY};
     CREATE TRIGGER swallow BEFORE INSERT ON ledger.leaves FOR EACH ROW WHEN (NEW.app = 'x') EXECUTE FUNCTION ledger.swallow()`,
  `CREATE FUNCTION public.swallow() RETURNS trigger LANGUAGE plpgsql ${BODY};
     CREATE TRIGGER swallow BEFORE INSERT ON ledger.refusals FOR EACH ROW EXECUTE FUNCTION public.swallow()`,
  `CREATE OR REPLACE FUNCTION ledger.is_lifted(investigation text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN true; END $$`,
  `CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
  `CREATE FUNCTION ledger.append(records text[], facets text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'`,
  "ALTER FUNCTION ledger.append(text[], text[]) SET search_path = public",
  "ALTER FUNCTION ledger.append(text[], text[]) SET synchronous_commit = off",
  "CREATE RULE hide AS ON INSERT TO ledger.leaves WHERE NEW.officer = 'x' DO INSTEAD NOTHING",
  "ALTER TABLE ledger.leaves ENABLE ROW LEVEL SECURITY",
  "ALTER TABLE ledger.leaves ENABLE ROW LEVEL SECURITY; CREATE POLICY hide ON ledger.leaves USING (officer <> 'x')",
  "ALTER TABLE ledger.leaves ADD COLUMN note text",
  "ALTER TABLE ledger.leaves ALTER COLUMN officer SET DEFAULT 'nobody'",
  "ALTER TABLE ledger.leaves ALTER COLUMN row_count TYPE numeric",
  "ALTER TABLE ledger.leaves ADD CONSTRAINT mine CHECK (officer <> 'x') NOT VALID",
  "ALTER TABLE ledger.totals SET UNLOGGED",
  "ALTER TABLE ledger.head SET (fillfactor = 100)",
  "CREATE INDEX mine ON ledger.leaves (record)",
  "CREATE TABLE ledger.mine ()",
  "CREATE VIEW ledger.mine AS SELECT * FROM ledger.leaves",
  "CREATE ROLE mine; GRANT SELECT, UPDATE ON ledger.leaves TO mine",
  "CREATE ROLE mine; GRANT UPDATE (officer) ON ledger.leaves TO mine",
  "CREATE ROLE mine; GRANT CREATE ON SCHEMA ledger TO mine",
  "CREATE ROLE mine; ALTER TABLE ledger.tiles OWNER TO mine",
  "CREATE ROLE mine SUPERUSER; SELECT ledger.admit('mine', 'append')",
  "CREATE ROLE mine; SELECT ledger.admit('mine', 'append'); GRANT hub TO mine",
  "CREATE ROLE mine; SELECT ledger.admit('mine', 'sign'); GRANT TRUNCATE ON ledger.leaves TO mine",
  "CREATE FUNCTION public.ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION public.ddl()",
  "ALTER DEFAULT PRIVILEGES IN SCHEMA ledger GRANT UPDATE ON TABLES TO PUBLIC",
  "ALTER ROLE ALL SET session_replication_role = replica",
  "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica', current_database()); END $$",
];

/** Mutations of the schema's objects. */
export async function schemaMutations(client: pg.ClientBase): Promise<readonly Mutation[]> {
  const statements: string[] = [];
  for (const list of LISTS) statements.push(...(await client.query<{ sql: string }>(list)).rows.map(({ sql }) => sql));
  return [...statements, ...STATEMENTS].map((sql) => ({ name: sql, sql, noticed: "schema" }));
}

/**
 * Other texts for the same record, each hashed, integrated and signed again with the stolen key: only the grammar of leaves can tell. The
 * second history would contradict a witness; that is another test.
 */
const ENCODINGS: Readonly<Record<string, (leaf: string) => string>> = {
  "a space after a colon": (leaf) => leaf.replace(":", ": "),
  "a newline at the end": (leaf) => `${leaf}\n`,
  "a byte order mark": (leaf) => `\ufeff${leaf}`,
  "a letter escaped": (leaf) => leaf.replace('"officer":"o', String.raw`"officer":"\u006f`),
  "a slash escaped": (leaf) => leaf.replace('"app":"', String.raw`"app":"\/`),
  "a count with a fraction": (leaf) => leaf.replace(/"rowCount":(\d+)/, '"rowCount":$1.0'),
  "a count with an exponent": (leaf) => leaf.replace(/"rowCount":(\d+)/, '"rowCount":$1e0'),
  "a count of minus zero": (leaf) => leaf.replace(/"rowCount":\d+/, '"rowCount":-0'),
  "a key twice": (leaf) => leaf.replace('"officer":', '"officer":"someone","officer":'),
  "a key twice within an object": (leaf) => leaf.replace('"coordinate":', '"coordinate":"A.b","coordinate":'),
  "a key of nobody": (leaf) => leaf.replace('"app":', '"aaa":1,"app":'),
  "keys in another order": (leaf) =>
    leaf.replace(/"(officer)":("[^"]*"),"(operationHash)":("[^"]*"|null)/, '"$3":$4,"$1":$2'),
  "a key fewer": (leaf) => leaf.replace(/"traceId":"[^"]*",/, ""),
  "another version": (leaf) => leaf.replace('"v":1', '"v":2'),
  "null for a list": (leaf) => leaf.replace('"derived":[', '"derived":null,"x":['),
  "a time without milliseconds": (leaf) => leaf.replace(/\.\d{3}Z"/, 'Z"'),
  "a time that is none": (leaf) => leaf.replace(/"time":"(\d{4})-\d\d/, '"time":"$1-13'),
  "an array around it": (leaf) => `[${leaf}]`,
  "a second record behind it": (leaf) => `${leaf}{}`,
  "no record": () => "null",
};

/** The names of the other texts. */
export const encodings: readonly string[] = Object.keys(ENCODINGS);

/** Writes the leaf 123 in another text and signs the whole again. */
export async function encodeOtherwise(client: pg.ClientBase, name: string, target: Target): Promise<void> {
  const { rows } = await client.query<{ record: string }>("SELECT record FROM ledger.leaves WHERE index = 123");
  const record = rows[0]?.record ?? "";
  const other = ENCODINGS[name]?.(record) ?? record;
  if (other === record) throw new Error(`${name} changes nothing`);
  await client.query("UPDATE ledger.leaves SET record = $1 WHERE index = 123", [other]);
  await resign(client, target);
}
