import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { migrate } from "../../database/migrate.ts";
import { runLedger } from "../command/run-ledger.ts";
import { LedgerMisconfigured } from "../errors.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { startDatabase, superuser, type TestDatabase } from "../tests/database.ts";
import { until } from "../tests/until.ts";
import { ed25519Verifier, generateKey } from "../tree/key.ts";
import { openCheckpoint } from "../tree/checkpoint.ts";
import { verifyReceipt } from "../tree/receipt.ts";
import { openLedger } from "./open-ledger.ts";
import { MIGRATIONS } from "./prepare-ledger.ts";

const ORIGIN = "hub.example/ledger";
const key = generateKey(ORIGIN);
const log = [ed25519Verifier(key.verifier)];
let server: TestDatabase;

beforeAll(async () => {
  server = await startDatabase();
});

afterAll(() => server.stop());

test("a record is durable with a dense index, then integrated, then proven by a receipt", async () => {
  const ledger = await openLedger({ databaseUrl: server.url, origin: ORIGIN, key: key.secret, intervalMs: 10 });
  const appended = await Promise.all(Array.from({ length: 700 }, () => ledger.append(sampleRecord())));
  const indexes = appended.map(({ index }) => index).sort((a, b) => a - b);
  // Index 0 is the record of the log's first key.
  expect(indexes).toEqual(Array.from({ length: 700 }, (_, i) => i + 1));
  const one = appended[333];
  const receipt = await until(() => ledger.receipt(one?.index ?? -1));
  const verdict = verifyReceipt(receipt, { log });
  expect(verdict).toMatchObject({ ok: true, index: one?.index });
  expect(JSON.parse(verdict.ok ? verdict.leaf : "{}")).toMatchObject({ id: one?.id });
  await until(async () => openCheckpoint((await ledger.checkpoint()) ?? "", log)?.size === 701 || null);
  await ledger.close();
});

test("a second process appends and reads without a key; a new key is recorded; the tree goes on", async () => {
  const other = generateKey(ORIGIN);
  const writer = await openLedger({ databaseUrl: server.url, origin: ORIGIN });
  const { index } = await writer.append(sampleRecord());
  const formerKeys = [key.verifier];
  const options = { databaseUrl: server.url, origin: ORIGIN, key: other.secret, formerKeys, intervalMs: 10 };
  const signer = await openLedger(options);
  const receipt = await until(() => writer.receipt(index));
  expect(verifyReceipt(receipt, { log })).toMatchObject({ ok: false, reason: "SIGNATURE" });
  expect(verifyReceipt(receipt, { log: [ed25519Verifier(other.verifier)] })).toMatchObject({ ok: true, index });
  const { rows } = await signer.database.query<{ record: string }>(
    "SELECT record FROM ledger.leaves WHERE kind = 'key-change' ORDER BY index",
  );
  expect(rows.map(({ record }) => (JSON.parse(record) as { change: unknown }).change)).toEqual([
    { what: "log-key", id: ORIGIN, before: null, after: key.verifier },
    { what: "log-key", id: ORIGIN, before: key.verifier, after: other.verifier },
  ]);
  await signer.close();
  await writer.close();
});

test("two processes that write the first records of a month at once both write them", async () => {
  const open = () => openLedger({ databaseUrl: server.url, origin: ORIGIN, boundMs: 10_000 });
  const ledgers = await Promise.all([open(), open(), open(), open()]);
  for (let month = 0; month < 6; month++) {
    const at = Date.UTC(2031, month, 15);
    const appended = await Promise.all(ledgers.map((ledger) => ledger.append(sampleRecord({}, at))));
    expect(new Set(appended.map(({ index }) => index)).size).toBe(ledgers.length);
  }
  await Promise.all(ledgers.map((ledger) => ledger.close()));
});

test("L3: records that no index can hold fail alone, and an overlong word stands as its hash", async () => {
  const ledger = await openLedger({ databaseUrl: server.url, origin: ORIGIN, boundMs: 10_000 });
  const odd = (): string => randomBytes(12_000).toString("base64");
  const parts = Array.from({ length: 40 }, (_, i) => {
    if (i % 10 === 3) return { subjects: [{ type: "Person", pseudonym: odd() }] };
    return i % 10 === 7 ? { purpose: odd() } : {};
  });
  const settled = await Promise.allSettled(parts.map((part) => ledger.append(sampleRecord(part))));
  for (const [i, { status }] of settled.entries())
    expect([i, status]).toEqual([i, i % 10 === 3 ? "rejected" : "fulfilled"]);
  const { rows } = await ledger.database.query<{ purpose: string }>(
    "SELECT purpose FROM ledger.leaves WHERE purpose LIKE 'sha256:%'",
  );
  expect(rows).toHaveLength(4);
  await ledger.close();
});

test("O11: on a fresh database a role that serves tells the command that opens the log, and after that command it serves", async () => {
  const owner = await superuser(server.url);
  await owner.query("CREATE DATABASE fresh");
  await owner.query("CREATE ROLE fresh_append LOGIN NOSUPERUSER PASSWORD 'fresh'");
  const [fresh, serving] = [new URL(server.url), new URL(server.url)];
  for (const url of [fresh, serving]) url.pathname = "/fresh";
  [serving.username, serving.password] = ["fresh_append", "fresh"];
  const first = `DATABASE_URL_LEDGER=OWNER_URL shali-hub ledger open ${ORIGIN}`;
  const open = () => openLedger({ databaseUrl: serving.href, origin: ORIGIN });
  await expect(open()).rejects.toThrow(first);
  // The operator has migrated and made the roles; nobody has opened the log yet.
  const inFresh = await superuser(fresh.href);
  await migrate(inFresh, MIGRATIONS);
  await inFresh.query("SELECT ledger.admit('fresh_append', 'append')");
  const refused = open();
  await expect(refused).rejects.toBeInstanceOf(LedgerMisconfigured);
  await expect(refused).rejects.toThrow(first);
  for (const again of [`${ORIGIN} is open: 0 records`, `${ORIGIN} is open: 0 records`]) {
    expect(await runLedger(["open", ORIGIN, "--database", fresh.href])).toEqual({ code: 0, text: `${again}\n` });
  }
  expect(await runLedger(["open", "other.example/log", "--database", fresh.href])).toMatchObject({ code: 2 });
  expect(await runLedger(["open"])).toMatchObject({ code: 2 });
  const ledger = await open();
  expect((await ledger.append(sampleRecord())).index).toBe(0);
  await ledger.close();
  await inFresh.end();
  await owner.query("DROP DATABASE fresh WITH (FORCE)");
  await owner.query("DROP ROLE fresh_append");
  await owner.end();
});

test("another origin, and a key of another name, are refused", async () => {
  const stranger = openLedger({ databaseUrl: server.url, origin: "other.example/ledger" });
  await expect(stranger).rejects.toBeInstanceOf(LedgerMisconfigured);
  const misnamed = openLedger({ databaseUrl: server.url, origin: ORIGIN, key: generateKey("other.example").secret });
  await expect(misnamed).rejects.toBeInstanceOf(LedgerMisconfigured);
});

test.each([35, 0, 36.5, Number.NaN])(
  "L1: a retention of %s months is refused: the law asks for 36",
  async (retentionMonths) => {
    const opened = openLedger({ databaseUrl: server.url, origin: ORIGIN, retentionMonths });
    await expect(opened).rejects.toThrow(`Records are kept for 36 months at least, by law; got ${retentionMonths}`);
  },
);
