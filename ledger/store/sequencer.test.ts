import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { LedgerCorrupt } from "../errors.ts";
import { startDatabase, superuser, type TestDatabase } from "../tests/database.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { until } from "../tests/until.ts";
import { generateKey } from "../tree/key.ts";
import { openLedger } from "./open-ledger.ts";

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
  await admin.query("UPDATE ledger.tiles SET hashes = overlay(hashes PLACING '\\x00' FROM 5) WHERE level = 0");
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
