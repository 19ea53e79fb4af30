import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from "@jest/globals";
import type pg from "pg";
import { LedgerCorrupt, WitnessForgot, WitnessRefused } from "../errors.ts";
import { disclosureAt } from "../query/find-disclosures.ts";
import { openLedger, type Ledger } from "../store/open-ledger.ts";
import { settleRefusals } from "../store/settle-refusals.ts";
import { startDatabase, superuser, type TestDatabase } from "../tests/database.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { until } from "../tests/until.ts";
import { cosignerOf } from "../tree/cosignature.ts";
import { COSIGNATURE, ed25519Verifier, generateKey } from "../tree/key.ts";
import { serveWitness } from "./serve-witness.ts";
import { witnessStore } from "./witness-store.ts";

const ORIGIN = "hub.example/ledger";
const log = generateKey(ORIGIN);
const key = generateKey("witness.example", COSIGNATURE);
let server: TestDatabase;
let admin: pg.Client;
let directory: string;
let url: string;
let witness: ReturnType<typeof serveWitness>;
let errors: unknown[];
const cosigned: number[] = [];

beforeAll(async () => {
  server = await startDatabase();
  admin = await superuser(server.url);
});

afterAll(async () => {
  await admin.end();
  await server.stop();
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "witness-"));
  witness = serveWitness({
    cosigner: cosignerOf(key.secret),
    logs: new Map([[ORIGIN, [ed25519Verifier(log.verifier)]]]),
    store: witnessStore(directory),
    now: () => Math.floor(Date.now() / 1000),
  });
  await new Promise<void>((resolve) => witness.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(witness.address() as AddressInfo).port}`;
  errors = [];
  cosigned.length = 0;
  await admin.query("DROP SCHEMA IF EXISTS ledger CASCADE; DROP TABLE IF EXISTS ledger_migrations");
});

afterEach(async () => {
  witness.close();
  await rm(directory, { recursive: true, force: true });
  await rm(`${directory}.cosigned`, { force: true });
});

const open = (signed?: string): Promise<Ledger> =>
  openLedger({
    databaseUrl: server.url,
    origin: ORIGIN,
    key: log.secret,
    ...(signed === undefined ? {} : { signed }),
    intervalMs: 5,
    witnesses: [{ url, verifier: key.verifier }],
    events: { onError: (_, error) => errors.push(error), onCosigned: (_, size) => cosigned.push(size) },
  });

/** A log of 21 records that the witness has cosigned. */
async function cosignedLog(): Promise<void> {
  const ledger = await open();
  await Promise.all(Array.from({ length: 20 }, () => ledger.append(sampleRecord())));
  await until(() => Promise.resolve(cosigned.at(-1) === 21 ? true : null));
  await ledger.close();
}

const told = (kind: typeof WitnessRefused | typeof WitnessForgot) =>
  until(() => Promise.resolve(errors.some((error) => error instanceof kind) ? true : null));

test("L10: a witness that cosigned more than the log has: nothing more is recorded, and the ledger is not ready", async () => {
  await cosignedLog();
  await admin.query(`SET session_replication_role = replica; DELETE FROM ledger.leaves WHERE index > 10; UPDATE ledger.head SET size = 11;
    DELETE FROM ledger.tiles; DELETE FROM ledger.checkpoints; SET session_replication_role = origin`);
  const restored = await open();
  await told(WitnessRefused);
  expect(await restored.probe()).toBe(false);
  await expect(restored.append(sampleRecord())).rejects.toMatchObject({
    reason: "WITNESS_REFUSED",
    cause: expect.objectContaining({
      message: "witness.example has cosigned 21 leaves of this log, which now ends at 11",
    }),
  });
  await restored.close();
});

test("L10: every process that appends stops, says why, and goes on after what the README tells: the right copy, and resume", async () => {
  await cosignedLog();
  const other = await openLedger({ databaseUrl: server.url, origin: ORIGIN });
  // An administrator puts an older copy back.
  await admin.query(`CREATE SCHEMA kept; CREATE TABLE kept.leaves AS SELECT * FROM ledger.leaves; CREATE TABLE kept.head AS SELECT * FROM ledger.head;
    CREATE TABLE kept.tiles AS SELECT * FROM ledger.tiles; CREATE TABLE kept.checkpoints AS SELECT * FROM ledger.checkpoints;
    SET session_replication_role = replica; DELETE FROM ledger.leaves WHERE index > 10; UPDATE ledger.head SET size = 11;
    DELETE FROM ledger.tiles; DELETE FROM ledger.checkpoints; SET session_replication_role = origin`);
  const signer = await open();
  await told(WitnessRefused);
  await until(async () => ((await other.trouble()) === undefined ? null : true));
  expect([await other.trouble(), await signer.trouble()]).toEqual(["WITNESS_REFUSED", "WITNESS_REFUSED"]);
  await expect(other.append(sampleRecord())).rejects.toMatchObject({ reason: "WITNESS_REFUSED" });
  await Promise.all([other.close(), signer.close()]);
  // Everybody that starts anew stays stopped, until the copy with the witness's last checkpoint is back and somebody answers for it.
  await admin.query(`SET session_replication_role = replica; DELETE FROM ledger.leaves; INSERT INTO ledger.leaves SELECT * FROM kept.leaves;
    UPDATE ledger.head SET size = (SELECT size FROM kept.head); DELETE FROM ledger.tiles; INSERT INTO ledger.tiles SELECT * FROM kept.tiles;
    DELETE FROM ledger.checkpoints; INSERT INTO ledger.checkpoints SELECT * FROM kept.checkpoints;
    SET session_replication_role = origin; DROP SCHEMA kept CASCADE`);
  const stopped = await openLedger({ databaseUrl: server.url, origin: ORIGIN });
  expect(await stopped.trouble()).toBe("WITNESS_REFUSED");
  await stopped.close();
  expect(await settleRefusals(server.url, "admin-1")).toMatchObject([{ witness: "witness.example" }]);
  errors = [];
  cosigned.length = 0;
  const again = await open();
  const { index } = await again.append(sampleRecord());
  await until(() => Promise.resolve((cosigned.at(-1) ?? 0) > index ? true : null));
  expect(errors).toEqual([]);
  expect(await again.trouble()).toBeUndefined();
  expect((await disclosureAt(again.database, index - 1))?.record).toMatchObject({
    officer: "admin-1",
    change: { what: "witness-refusal" },
  });
  await again.close();
});

test("O9: a process whose key is not the log's signs nothing, and is not ready", async () => {
  await cosignedLog();
  const stranger = generateKey(ORIGIN);
  const wrong = await openLedger({
    databaseUrl: server.url,
    origin: ORIGIN,
    key: stranger.secret,
    intervalMs: 5,
    events: { onError: (_, error) => errors.push(error) },
  });
  await until(() => Promise.resolve(errors.some((error) => error instanceof LedgerCorrupt) ? true : null));
  expect([await wrong.trouble(), await wrong.probe()]).toEqual(["CORRUPT", false]);
  await wrong.close();
});

test("L10: a witness that is shown a rewritten history refuses, and stops release", async () => {
  await cosignedLog();
  await admin.query(`SET session_replication_role = replica; UPDATE ledger.leaves SET record = replace(record, 'officer-017', 'officer-018');
    DELETE FROM ledger.tiles; DELETE FROM ledger.checkpoints; SET session_replication_role = origin`);
  const rewritten = await open();
  await until(async () => {
    await rewritten.append(sampleRecord()).catch(() => undefined);
    return (await rewritten.probe()) ? null : true;
  });
  await told(WitnessRefused);
  await expect(rewritten.append(sampleRecord())).rejects.toMatchObject({ reason: "WITNESS_REFUSED" });
  await rewritten.close();
});

const REWRITTEN = `SET session_replication_role = replica; UPDATE ledger.leaves SET record = replace(record, 'officer-017', 'officer-018');
  DELETE FROM ledger.tiles; DELETE FROM ledger.checkpoints; SET session_replication_role = origin`;

test("L4: a signer without a memory of its own, on another machine, signs no forgery: it shares what the witness cosigned", async () => {
  await cosignedLog();
  await admin.query(REWRITTEN);
  const stranger = await open();
  await told(WitnessRefused);
  await stranger.close();
  expect(await stranger.trouble()).toBe("WITNESS_REFUSED");
  const { rows } = await admin.query("SELECT size FROM ledger.checkpoints");
  expect(rows).toEqual([]);
});

test("L4: a signer that remembers less than another signed since is told by the witness", async () => {
  const signed = join(directory, "log.signed");
  const first = await open(signed);
  await until(() => Promise.resolve(cosigned.length > 0 ? true : null));
  await first.close();
  await cosignedLog();
  await admin.query(REWRITTEN);
  const behind = await open(signed);
  await told(WitnessRefused);
  await behind.close();
  expect((await admin.query("SELECT size FROM ledger.checkpoints")).rows).toEqual([]);
});

test("L4: a signer without a memory signs nothing before a witness answers; one with a memory goes on", async () => {
  const signed = join(directory, "log.signed");
  const first = await open(signed);
  await until(() => Promise.resolve(cosigned.length > 0 ? true : null));
  await first.close();
  const { port } = witness.address() as AddressInfo;
  await new Promise((closed) => witness.close(closed));
  const remembering = await open(signed);
  const { index } = await remembering.append(sampleRecord());
  await until(() => remembering.receipt(index));
  await remembering.close();
  const forgetful = await open();
  const next = await forgetful.append(sampleRecord());
  await until(() => Promise.resolve(errors.some((error) => String(error).includes("No witness tells")) ? true : null));
  expect(await forgetful.receipt(next.index)).toBeNull();
  await new Promise<void>((resolve) => witness.listen(port, "127.0.0.1", resolve));
  await until(() => forgetful.receipt(next.index));
  expect(await forgetful.trouble()).toBeUndefined();
  await forgetful.close();
});

test("L5, L10: a witness that lost its memory is told of, and cosigns no more; a signer that remembers goes on, another waits", async () => {
  const signed = `${directory}.signed`;
  await cosignedLog();
  const before = await open(signed);
  const { index: seen } = await before.append(sampleRecord());
  await until(() => before.receipt(seen));
  await until(() => Promise.resolve(cosigned.at(-1) === seen + 1 ? true : null));
  await before.close();
  // Restored from before its first cosignature, with the list of what it cosigned: the witness itself cannot know.
  await rm(directory, { recursive: true });
  await rm(`${directory}.cosigned`);
  cosigned.length = 0;
  const forgetful = await open();
  const { index } = await forgetful.append(sampleRecord());
  // Told once by the feed, and by the sequencer each time that it does not sign.
  const forgot = () => errors.filter((error) => error instanceof WitnessForgot).length;
  await until(() => Promise.resolve(forgot() > 1 ? true : null));
  expect([await forgetful.receipt(index), await forgetful.probe()]).toEqual([null, true]);
  await forgetful.close();
  errors = [];
  const ledger = await open(signed);
  await until(() => ledger.receipt(index));
  await told(WitnessForgot);
  expect([cosigned, await ledger.probe()]).toEqual([[], true]);
  await ledger.close();
  await rm(signed);
});
