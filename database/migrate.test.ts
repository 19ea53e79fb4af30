import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import pg from "pg";
import { testDatabase } from "../tests/test-database.ts";
import { migrate, MigrationRefused } from "./migrate.ts";

let folder: string;
let client: pg.Client;
let databases = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "migrations-"));
  client = new pg.Client({ connectionString: await testDatabase(`migrate_${databases++}`) });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await rm(folder, { recursive: true });
});

const write = (name: string, sql: string) => writeFile(join(folder, name), sql);
const run = (of = client) => migrate(of, { folder, table: "applied" });

test("each file is applied once, in the order of its name", async () => {
  await write("0002_b.sql", "insert into a values (2)");
  await write("0001_a.sql", "create table a (n int)");
  expect(await run()).toEqual(["0001_a.sql", "0002_b.sql"]);
  expect(await run()).toEqual([]);
  await write("0003_c.sql", "insert into a values (3)");
  expect(await run()).toEqual(["0003_c.sql"]);
  expect((await client.query("select n from a order by n")).rows).toEqual([{ n: 2 }, { n: 3 }]);
});

test("O6: an applied file that was edited is refused, and nothing is changed; line ends do not matter", async () => {
  await write("0001_a.sql", "create table a (n int);\nselect 1;\n");
  await run();
  await write("0001_a.sql", "create table a (n int);\r\nselect 1;\r\n");
  expect(await run()).toEqual([]);
  await write("0001_a.sql", "create table a (n bigint);\n");
  await write("0002_b.sql", "create table b (n int)");
  await expect(run()).rejects.toThrow(MigrationRefused);
  await expect(run()).rejects.toThrow(/^Migration 0001_a\.sql was edited/);
  expect((await client.query("select to_regclass('b') as b")).rows).toEqual([{ b: null }]);
});

test("O6: a database of a newer version is refused", async () => {
  await write("0001_a.sql", "create table a (n int)");
  await write("0002_b.sql", "create table b (n int)");
  await run();
  await rm(join(folder, "0002_b.sql"));
  await expect(run()).rejects.toThrow(/newer version: 0002_b\.sql/);
});

test("files that were applied before checksums were kept get theirs", async () => {
  await client.query("create table applied (name text primary key, at timestamptz not null default now())");
  await client.query("create table a (n int); insert into applied (name) values ('0001_a.sql')");
  await write("0001_a.sql", "create table a (n int)");
  expect(await run()).toEqual([]);
  await write("0001_a.sql", "create table a (n text)");
  await expect(run()).rejects.toThrow(MigrationRefused);
});

test("a failing file is named, rolled back, and tried again", async () => {
  await write("0001_a.sql", "create table a (n int); select nonsense");
  await expect(run()).rejects.toThrow(/^Migration 0001_a\.sql: column "nonsense"/);
  await write("0001_a.sql", "create table a (n int)");
  expect(await run()).toEqual(["0001_a.sql"]);
});

test("processes that start together: one migrates, the others wait; a role without rights to change an up-to-date schema may start", async () => {
  await write("0001_a.sql", "create table a (n int); select pg_sleep(0.1)");
  const others = await Promise.all(
    [1, 2].map(async () => {
      const other = new pg.Client({ connectionString: connectionOf(client) });
      await other.connect();
      return other;
    }),
  );
  const applied = await Promise.all([client, ...others].map((one) => run(one)));
  expect(applied.flat()).toEqual(["0001_a.sql"]);
  await Promise.all(others.map((other) => other.end()));
  await client.query("begin read only");
  expect(await run()).toEqual([]);
  await client.query("rollback");
});

function connectionOf({ host, port, user, password, database }: pg.Client): string {
  const secret = typeof password === "string" ? encodeURIComponent(password) : "";
  return `postgres://${user ?? ""}:${secret}@${host}:${port}/${database ?? ""}`;
}
