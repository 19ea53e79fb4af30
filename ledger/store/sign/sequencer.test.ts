import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { LedgerCorrupt } from "../../errors.ts";
import { startDatabase, superuser, type TestDatabase } from "../../tests/database.ts";
import { sampleRecord } from "../../tests/sample-record.ts";
import { until } from "../../tests/until.ts";
import { generateKey } from "../../tree/key.ts";
import { openLedger } from "../open-ledger.ts";

const ORIGIN = "hub.example/ledger";
const key = generateKey(ORIGIN);
let server: TestDatabase;

beforeAll(async () => {
  server = await startDatabase();
});

afterAll(() => server.stop());

test("one of two is elected; when it dies the other takes over where it stood", async () => {
  const elected: string[] = [];
  const open = (name: string) =>
    openLedger({
      databaseUrl: server.url,
      origin: ORIGIN,
      key: key.secret,
      intervalMs: 5,
      events: { onElected: (size) => elected.push(`${name} at ${size}`) },
    });
  const first = await open("first");
  await until(() => Promise.resolve(elected.length > 0 ? true : null));
  const second = await open("second");
  const { index } = await second.append(sampleRecord());
  await until(() => second.receipt(index));
  expect(elected).toEqual(["first at 0"]);
  // The connection that holds the lock is cut, as when its process is killed; the process itself goes on and may stand again.
  const admin = await superuser(server.url);
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND granted AND application_name = 'ledger sequencer'`,
  );
  await admin.end();
  await until(() => Promise.resolve(elected.length > 1 ? true : null));
  expect(elected[1]).toMatch(/^(first|second) at 2$/);
  const next = await first.append(sampleRecord());
  await until(() => second.receipt(next.index));
  await first.close();
  await second.close();
});

test("a tree that was tampered with is not extended; records stay durable all the same", async () => {
  const admin = await superuser(server.url);
  await admin.query("UPDATE ledger.tiles SET hashes = set_byte(hashes, 4, 255 - get_byte(hashes, 4)) WHERE level = 0");
  const errors: unknown[] = [];
  const ledger = await openLedger({
    databaseUrl: server.url,
    origin: ORIGIN,
    key: key.secret,
    intervalMs: 5,
    events: { onError: (_, error) => errors.push(error) },
  });
  const before = await ledger.checkpoint();
  const { index } = await ledger.append(sampleRecord());
  await until(() => Promise.resolve(errors.length > 0 ? true : null));
  expect(errors[0]).toBeInstanceOf(LedgerCorrupt);
  expect(await ledger.checkpoint()).toBe(before);
  const { rowCount } = await admin.query("SELECT FROM ledger.leaves WHERE index = $1", [index]);
  expect(rowCount).toBe(1);
  await ledger.close();
  await admin.end();
});

test("L4: rows rewritten, tiles and checkpoints cleared, or an older state put back: the signer remembers, and signs none of it", async () => {
  const directory = await mkdtemp(join(tmpdir(), "signer-"));
  const own = await startDatabase();
  const admin = await superuser(own.url);
  const open = (errors: unknown[] = []) =>
    openLedger({
      databaseUrl: own.url,
      origin: ORIGIN,
      key: key.secret,
      signed: join(directory, "log.signed"),
      intervalMs: 5,
      events: { onError: (_, error) => errors.push(error) },
    });
  const forgeries = [
    [
      "UPDATE ledger.leaves SET record = replace(record, 'officer-017', 'officer-018')",
      "DELETE FROM ledger.tiles",
      "DELETE FROM ledger.checkpoints",
    ],
    [
      "DELETE FROM ledger.leaves WHERE index > 5",
      "UPDATE ledger.head SET size = 6",
      "DELETE FROM ledger.tiles",
      "DELETE FROM ledger.checkpoints",
    ],
  ];
  try {
    const honest = await open();
    for (let i = 0; i < 20; i++) await honest.append(sampleRecord());
    const last = await until(async () => {
      const note = await honest.checkpoint();
      return note?.split("\n")[1] === "21" ? note : null;
    });
    await honest.close();
    for (const forgery of forgeries) {
      await admin.query("CREATE SCHEMA kept");
      for (const table of ["leaves", "tiles", "checkpoints", "head"])
        await admin.query(`CREATE TABLE kept.${table} AS SELECT * FROM ledger.${table}`);
      await admin.query("SET session_replication_role = replica");
      for (const sql of forgery) await admin.query(sql);
      const errors: unknown[] = [];
      const forged = await open(errors);
      await until(() => Promise.resolve(errors.length > 0 ? true : null));
      expect(errors[0]).toBeInstanceOf(LedgerCorrupt);
      expect(await forged.checkpoint()).toBeNull();
      await forged.close();
      for (const table of ["leaves", "tiles", "checkpoints", "head"]) {
        await admin.query(`DELETE FROM ledger.${table}`);
        await admin.query(`INSERT INTO ledger.${table} SELECT * FROM kept.${table}`);
      }
      await admin.query("DROP SCHEMA kept CASCADE; SET session_replication_role = origin");
    }
    // A signature that never left, as after a crash between the memory and the database, is made again.
    await admin.query("DELETE FROM ledger.checkpoints; DELETE FROM ledger.tiles");
    const again = await open();
    await until(async () => ((await again.checkpoint()) === null ? null : true));
    expect((await again.checkpoint())?.split("\n").slice(0, 3)).toEqual(last.split("\n").slice(0, 3));
    await again.close();
  } finally {
    await admin.end();
    await own.stop();
    await rm(directory, { recursive: true });
  }
});
