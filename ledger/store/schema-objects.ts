import { readFile } from "node:fs/promises";
import type { Queryable } from "./tile-store.ts";

/**
 * The objects of the ledger's schema as its migrations make them, one a line, and the rights that go with each duty. Written by
 * `store/schema-objects.test.ts` from a database that was just migrated, and compared with at every start and by `verify`.
 */
const EXPECTED = new URL("schema-objects.txt", import.meta.url);

/** A month of `ledger.leaves`, in whose lines MONTH stands for its name. */
const MONTH = "leaves_YYYY_MM";

/**
 * The differences between the ledger's schema and what its migrations made: tables, columns, constraints, indexes, triggers, rules,
 * policies, functions, owners and rights. Empty when there are none. Who owns the database can change any of them, and with a trigger
 * or a function decide which records are written and found; he cannot do it unseen.
 */
export async function schemaFlaws(database: Queryable): Promise<readonly string[]> {
  const expected = linesOf(await readFile(EXPECTED, "utf8"));
  const { months, shared } = await schemaObjects(database);
  const flaws = differences(
    expected.filter((line) => !line.includes(MONTH) && !line.startsWith("duty ")),
    shared,
  );
  const ofMonth = expected.filter((line) => line.includes(MONTH));
  for (const [month, lines] of months) {
    flaws.push(...differences(ofMonth, lines).map((flaw) => flaw.replaceAll(MONTH, month)));
  }
  return [...flaws, ...(await rightsFlaws(database, expected))];
}

/** The lines of a database's schema: those of each month by its name, and all others. */
export async function schemaObjects(
  database: Queryable,
): Promise<{ readonly shared: readonly string[]; readonly months: ReadonlyMap<string, readonly string[]> }> {
  const { rows } = await database.query<{ month: string | null; line: string }>(OBJECTS);
  const months = new Map<string, string[]>();
  const shared: string[] = [];
  for (const { month, line } of rows) {
    if (month === null) shared.push(line);
    else months.set(month, [...(months.get(month) ?? []), line]);
  }
  return { shared, months };
}

/** The rights of every role but the owner, by role: "SELECT ledger.leaves" and so on, in order. */
export async function rightsByRole(database: Queryable): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ role: string; rights: string[] }>(RIGHTS);
  return new Map(rows.map(({ role, rights }) => [role, rights]));
}

async function rightsFlaws(database: Queryable, expected: readonly string[]): Promise<readonly string[]> {
  const duties = new Set(expected.flatMap((line) => /^duty \w+: (.*)$/.exec(line)?.[1] ?? []));
  const strange = [...(await rightsByRole(database))].filter(([, rights]) => !duties.has(rights.join(", ")));
  const { rows } = await database.query<{ flaw: string }>(ROLES);
  return [
    ...strange.map(([role, rights]) => `the role ${role} has the rights of no duty: ${rights.join(", ")}`),
    ...rows.map(({ flaw }) => flaw),
  ];
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

function differences(expected: readonly string[], found: readonly string[]): string[] {
  const wanted = new Set(expected);
  const there = new Set(found);
  return [
    ...expected.filter((line) => !there.has(line)).map((line) => `missing: ${line}`),
    ...found.filter((line) => !wanted.has(line)).map((line) => `unexpected: ${line}`),
  ];
}

/** Lines are made of catalogue columns that read the same in every version of PostgreSQL. Constraints NOT NULL stand with their columns. */
const OBJECTS = `
WITH relation AS (
  SELECT class.*, CASE WHEN relispartition AND relname ~ '^leaves_[0-9]{4}_[0-9]{2}$' THEN relname::text END AS month,
    coalesce((SELECT conrelid FROM pg_constraint WHERE conindid = class.oid AND contype IN ('p', 'u') LIMIT 1), 0) AS of_constraint
  FROM pg_class AS class WHERE relnamespace = 'ledger'::regnamespace
), line AS (
  SELECT month, format('relation %s kind %s persistence %s security %s %s options %s replica %s parent %s bound %s', relname,
    relkind, relpersistence, relrowsecurity, relforcerowsecurity, coalesce(reloptions::text, '-'), relreplident,
    coalesce((SELECT string_agg(parent.relname, ' ') FROM pg_inherits JOIN pg_class AS parent ON parent.oid = inhparent
      WHERE inhrelid = relation.oid), '-'),
    CASE WHEN relpartbound IS NULL THEN '-' WHEN month IS NOT NULL AND bounds.low = begins AND bounds.high = begins + interval '1 month'
      THEN 'its month' ELSE pg_get_expr(relpartbound, oid) END) AS line
  FROM relation, LATERAL (SELECT to_date(month, '"leaves_"YYYY_MM')::timestamp AS begins) AS named,
    LATERAL (SELECT low::timestamptz AT TIME ZONE 'UTC' AS low, high::timestamptz AT TIME ZONE 'UTC' AS high FROM (
      SELECT substring(expr, '^FOR VALUES FROM \\(''([^'']*)''\\) TO') AS low, substring(expr, ' TO \\(''([^'']*)''\\)$') AS high
      FROM (SELECT pg_get_expr(relpartbound, oid) AS expr) AS bound) AS texts) AS bounds
  WHERE relkind NOT IN ('i', 'I', 't')
  UNION ALL
  SELECT month, format('column %s.%s %s %s default %s generated %s identity %s storage %s collation %s', relname, attname,
    format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' ELSE 'null' END, coalesce(pg_get_expr(adbin, adrelid), '-'),
    coalesce(nullif(attgenerated, ''), '-'), coalesce(nullif(attidentity, ''), '-'), attstorage, attcollation::regcollation)
  FROM relation JOIN pg_attribute ON attrelid = relation.oid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE relkind NOT IN ('i', 'I', 't') AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT month, format('constraint %s %s %s validated %s', relname, conname, pg_get_constraintdef(pg_constraint.oid), convalidated)
  FROM pg_constraint JOIN relation ON conrelid = relation.oid WHERE contype <> 'n'
  UNION ALL
  SELECT month, CASE WHEN month IS NULL THEN format('index %s', pg_get_indexdef(indexrelid))
    ELSE format('index of %s on %s', (SELECT parent.relname FROM pg_inherits JOIN pg_class AS parent ON parent.oid = inhparent
      WHERE inhrelid = indexrelid), relname) END
    || format(' valid %s ready %s live %s', indisvalid, indisready, indislive)
  FROM pg_index JOIN relation ON indrelid = relation.oid
  WHERE relkind <> 't'
  UNION ALL
  SELECT month, CASE WHEN tgparentid = 0 THEN format('trigger %s enabled %s', pg_get_triggerdef(pg_trigger.oid), tgenabled)
    ELSE format('trigger %s on %s enabled %s', (SELECT parent.tgname FROM pg_trigger AS parent WHERE parent.oid = pg_trigger.tgparentid),
      relname, tgenabled) END
  FROM pg_trigger JOIN relation ON tgrelid = relation.oid WHERE tgconstraint = 0
  UNION ALL
  SELECT month, format('rule %s on %s', rulename, relname) FROM pg_rewrite JOIN relation ON ev_class = relation.oid
  UNION ALL
  SELECT month, format('policy %s on %s', polname, relname) FROM pg_policy JOIN relation ON polrelid = relation.oid
  UNION ALL
  SELECT NULL, format('function %s(%s) returns %s language %s kind %s volatile %s definer %s strict %s settings %s body %s',
    proname, pg_get_function_identity_arguments(pg_proc.oid), pg_get_function_result(pg_proc.oid), lanname, prokind, provolatile,
    prosecdef, proisstrict, coalesce(proconfig::text, '-'), encode(sha256(convert_to(prosrc, 'UTF8')), 'hex'))
  FROM pg_proc JOIN pg_language ON pg_language.oid = prolang WHERE pronamespace = 'ledger'::regnamespace
  UNION ALL
  SELECT NULL, format('event trigger %s', evtname) FROM pg_event_trigger
  UNION ALL
  SELECT NULL, format('default rights %s', defaclacl) FROM pg_default_acl WHERE defaclnamespace IN (0, 'ledger'::regnamespace)
  UNION ALL
  SELECT NULL, format('setting %s', setting) FROM pg_db_role_setting, unnest(setconfig) AS setting
  WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND split_part(setting, '=', 1) IN ('session_replication_role', 'search_path', 'row_security', 'fsync', 'session_preload_libraries')
)
SELECT month, CASE WHEN month IS NULL THEN line ELSE replace(line, month, '${MONTH}') END AS line FROM line ORDER BY 1 NULLS FIRST, line COLLATE "C"`;

/** Everything that has rights of its own, with its owner. */
const RIGHTS_OF = `
  SELECT relnamespace::regnamespace || '.' || relname AS name, relowner AS owner, relacl AS acl FROM pg_class
  WHERE (relnamespace = 'ledger'::regnamespace OR oid = to_regclass('public.ledger_migrations')) AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  UNION ALL
  SELECT 'ledger.' || relname || '.' || attname, relowner, attacl FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  WHERE relnamespace = 'ledger'::regnamespace AND attacl IS NOT NULL
  UNION ALL
  SELECT format('ledger.%s(%s)', proname, pg_get_function_identity_arguments(oid)), proowner, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace
  UNION ALL
  SELECT nspname, nspowner, nspacl FROM pg_namespace WHERE nspname = 'ledger'`;

const RIGHTS = `
SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS role,
  array_agg(privilege_type || CASE WHEN is_grantable THEN '* ' ELSE ' ' END || name ORDER BY name COLLATE "C", privilege_type) AS rights
FROM (${RIGHTS_OF}) AS owned, LATERAL aclexplode(acl) WHERE grantee <> owner GROUP BY grantee ORDER BY 1`;

/** One owner for all; and nobody with a duty may become that owner, or pass by rights altogether. */
const ROLES = `
WITH owned AS (${RIGHTS_OF}), owner AS (SELECT nspowner AS oid FROM pg_namespace WHERE nspname = 'ledger')
SELECT format('%s is owned by %s, the schema by another role', name, owned.owner::regrole) AS flaw
FROM owned, owner WHERE owned.owner <> owner.oid
UNION
SELECT format('the role %s is more than its duty: superuser, beyond row security, or a member of the owner', rolname)
FROM pg_roles, owner
WHERE pg_roles.oid IN (SELECT grantee FROM owned, LATERAL aclexplode(acl) WHERE grantee <> owned.owner)
  AND (rolsuper OR rolbypassrls OR pg_has_role(pg_roles.oid, owner.oid, 'MEMBER'))`;
