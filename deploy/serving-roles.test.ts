import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { migrate } from "../database/migrate.ts";
import { MIGRATIONS } from "../ledger/store/prepare-ledger.ts";
import { migrationsOf } from "../subgraphs/kit/postgres/migrate-database.ts";
import { databaseOf, DEPARTMENTS } from "../subgraphs/kit/departments.ts";
import { testDatabase } from "../tests/test-database.ts";
import { admitRoles, servingUrls } from "./serving-roles.ts";

/** Every database of a hub, and who serves it as which role. */

const NAMES = [...DEPARTMENTS.map(({ name }) => name), "sharing", "ledger"];
const owners = new Map<string, string>();
const roles: { readonly name: string; readonly duty: string; readonly url: string; readonly client: pg.Client }[] = [];

const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
};

const asOwner = async <Row extends object>(name: string, sql: string): Promise<readonly Row[]> => {
  const client = await connected(owners.get(name) ?? "");
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
};

const withRoles = async (name: string): Promise<void> => {
  const owner = await testDatabase(`roles_${databaseOf(name)}`);
  owners.set(name, owner);
  const client = await connected(owner);
  await migrate(client, name === "ledger" ? MIGRATIONS : migrationsOf(name));
  await client.end();
  const urls = Object.entries(await servingUrls(name, owner));
  for (const [duty, url] of urls) roles.push({ name, duty, url, client: await connected(url) });
};

beforeAll(async () => {
  await Promise.all(NAMES.map(withRoles));
}, 60_000);
afterAll(() => Promise.all(roles.map(({ client }) => client.end())));

/** What a role may do to tables and views, as PostgreSQL tells: "INSERT policy_intent". */
const rightsOf = (name: string, role: string): Promise<readonly { readonly right: string }[]> =>
  asOwner(
    name,
    `select privilege || ' ' || relname as right
     from pg_class, unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) as privilege
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p') and has_table_privilege('${role}', oid, privilege)
     order by 1`,
  );

const roleIn = (url: string): string => new URL(url).username;

test("S5: every part of the hub has a role of its own, and no two share one", () => {
  expect(roles.map(({ name, duty }) => `${name} ${duty}`).sort()).toEqual(
    [
      ...DEPARTMENTS.map(({ name }) => `${name} serve`),
      "sharing serve",
      "sharing gateway",
      ...["append", "audit", "read", "sign"].map((duty) => `ledger ${duty}`),
    ].sort(),
  );
  expect(new Set(roles.map(({ url }) => roleIn(url))).size).toBe(roles.length);
  expect(new Set(roles.map(({ url }) => new URL(url).password)).size).toBe(roles.length);
});

test("S5: no role may do more than its duty anywhere: no attribute, no membership, no ownership", async () => {
  const names = roles.map(({ url }) => `'${roleIn(url)}'`).join(", ");
  const more = await asOwner(
    "housing",
    `select rolname from pg_roles where rolname in (${names})
       and (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication)
     union all
     select member::regrole::text from pg_auth_members where member::regrole::text in (${names})`,
  );
  expect(more).toEqual([]);
  for (const name of NAMES) {
    const owned = await asOwner(
      name,
      `select from pg_shdepend where deptype = 'o' and refobjid::regrole::text in (${names})`,
    );
    expect(owned).toEqual([]);
  }
});

describe("S5: the structure of a database is out of reach of whoever serves it", () => {
  test.each([
    "create table own ()",
    "create temporary table own ()",
    "create schema own",
    "create function own() returns int return 1",
  ])("%s", async (sql) => {
    for (const { client } of roles) await expect(client.query(sql)).rejects.toMatchObject({ code: "42501" });
  });

  test("no table can be altered, dropped or truncated, nor its triggers be taken away", async () => {
    for (const { name, client } of roles) {
      const tables = await asOwner<{ table: string }>(
        name,
        `select format('%I.%I', schemaname, tablename) as table from pg_tables where schemaname in ('public', 'ledger')`,
      );
      expect(tables.length).toBeGreaterThan(5);
      for (const { table } of tables) {
        for (const sql of [
          `alter table ${table} disable trigger all`,
          `drop table ${table} cascade`,
          `truncate ${table} cascade`,
        ])
          await expect(client.query(sql)).rejects.toMatchObject({ code: "42501" });
      }
    }
  });
});

test("S5: a department's service reads its tables; what it writes is named, and the record of migrations is not among it", async () => {
  for (const { name } of DEPARTMENTS) {
    const role = `roles_${databaseOf(name)}_serve`;
    const written = (await rightsOf(name, role)).map(({ right }) => right);
    const named: Readonly<Record<string, string | readonly string[]>> = {
      enterprise: ["DELETE outbox", "INSERT policy_finding", "INSERT policy_intent", "INSERT policy_run"],
      "human-resources": ["DELETE outbox", "INSERT wage_assessment"],
      housing: "INSERT rental_withdrawal",
      "civil-affairs": "INSERT subsistence_withdrawal",
    };
    expect([name, written]).toEqual([name, [named[name] ?? []].flat()]);
    const unread = await asOwner(
      name,
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p')
         and not has_table_privilege('${role}', oid, 'SELECT')`,
    );
    expect(unread).toEqual([]);
  }
});

test("S5: no service gets into another's database", async () => {
  for (const { name, url } of roles) {
    for (const [other, owner] of owners) {
      if (other === name) continue;
      const elsewhere = new URL(url);
      elsewhere.pathname = new URL(owner).pathname;
      await expect(connected(elsewhere.href)).rejects.toMatchObject({ code: "42501" });
    }
  }
});

test("S5: an account that is none of the hub's gets into none of its databases, and makes nothing in one that lets it in", async () => {
  // Servers before PostgreSQL 15 begin like this: everybody may make tables.
  for (const [name, owner] of owners) {
    const client = await connected(owner);
    const database = new URL(owner).pathname.slice(1);
    await client.query(
      `grant create on schema public to public; grant connect, temporary on database ${database} to public`,
    );
    await admitRoles(name, client);
    await client.end();
  }
  const account = "roles_stranger";
  const password = randomBytes(24).toString("base64url");
  const every = async (sql: (database: string) => string) => {
    for (const [name, owner] of owners) await asOwner(name, sql(new URL(owner).pathname.slice(1)));
  };
  await asOwner("housing", `drop role if exists ${account}; create role ${account} login password '${password}'`);
  const urlOf = (owner: string): string => {
    const url = new URL(owner);
    url.username = account;
    url.password = password;
    return url.href;
  };
  for (const owner of owners.values()) await expect(connected(urlOf(owner))).rejects.toMatchObject({ code: "42501" });
  await every((database) => `grant connect on database ${database} to ${account}`);
  for (const owner of owners.values()) {
    const client = await connected(urlOf(owner));
    for (const sql of ["create table public.own ()", "create temporary table own ()", "create schema own"])
      await expect(client.query(sql)).rejects.toMatchObject({ code: "42501" });
    await client.end();
  }
  await every((database) => `revoke connect on database ${database} from ${account}`);
  await asOwner("housing", `drop role ${account}`);
  const left = await Promise.all(
    NAMES.map((name) =>
      asOwner(
        name,
        `select current_database() as name, acl.privilege_type as right
         from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) acl where datname = current_database() and grantee = 0
         union all
         select nspname, acl.privilege_type from pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) acl
         where nspname in ('public', 'ledger') and grantee = 0 and not (privilege_type = 'USAGE' and nspname = 'public')`,
      ),
    ),
  );
  expect(left.flat()).toEqual([]);
});

test("S5: the workflow adds to its events and changes none; a gateway counts, reads what is in force, and nothing of applications", async () => {
  const of = (duty: string): pg.Client => {
    const found = roles.find((role) => role.name === "sharing" && role.duty === duty);
    if (found === undefined) throw new Error(`no role for ${duty}`);
    return found.client;
  };
  const rights = async (duty: string) => (await rightsOf("sharing", `roles_sharing_${duty}`)).map(({ right }) => right);
  const workflow = await rights("serve");
  expect(workflow.filter((right) => /^DELETE/.test(right))).toEqual([
    "DELETE officer_role",
    "DELETE outbox",
    "DELETE proposed_role",
  ]);
  for (const table of ["event", "sign_off", "demand", "catalogue_version", "impact_assessment"])
    expect(workflow.filter((right) => right.endsWith(` ${table}`))).toEqual([`INSERT ${table}`]);
  for (const table of [
    "grant_usage",
    "operation_usage",
    "hub_caller_counter",
    "schema_migration",
    "grant_record",
    "stop_in_force",
  ])
    expect(workflow.filter((right) => right.endsWith(` ${table}`))).toEqual([]);
  expect(await rights("gateway")).toEqual([
    "DELETE dataset_evidence",
    "DELETE hub_caller_counter",
    "DELETE hub_event",
    "DELETE hub_spent_assertion",
    "DELETE item_check",
    "INSERT dataset_evidence",
    "INSERT grant_usage",
    "INSERT hub_caller_counter",
    "INSERT hub_collection",
    "INSERT hub_event",
    "INSERT hub_spent_assertion",
    "INSERT item_check",
    "INSERT operation_usage",
    "UPDATE dataset_evidence",
    "UPDATE grant_usage",
    "UPDATE hub_caller_counter",
    "UPDATE hub_collection",
    "UPDATE operation_usage",
  ]);
  for (const table of [
    "application",
    "application_item",
    "sharing_grant",
    "event",
    "correction",
    "dispute",
    "proposed_role",
  ])
    await expect(of("gateway").query(`select * from ${table}`)).rejects.toMatchObject({ code: "42501" });
  await of("gateway").query("select version from grant_version; select * from grant_record; listen hub_grants");
});
