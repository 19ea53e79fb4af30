import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ClocksDisagree } from "../errors.ts";
import { startDatabase, superuser, type TestDatabase } from "../tests/database.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { until } from "../tests/until.ts";
import { claimedCheckpoint } from "../tree/checkpoint.ts";
import { cosignatureVerifier, cosignerOf } from "../tree/cosignature.ts";
import { hasherFor } from "../tree/hasher.ts";
import { COSIGNATURE, ed25519Verifier, generateKey } from "../tree/key.ts";
import { parseNote, signatureLine } from "../tree/note.ts";
import { verifyReceipt } from "../tree/receipt.ts";
import { databaseSource } from "../verify/log-source.ts";
import { verifyLog, type VerifyOptions, type VerifyReport } from "../verify/verify-log.ts";
import { eventRecord } from "./event-record.ts";
import { openLedger, type Ledger } from "./open-ledger.ts";
import { dropExpired } from "./retention.ts";
import { retentionBoundary } from "./retention-statement.ts";

const ORIGIN = "hub.example/ledger";
const MONTH = 30.4 * 24 * 3600 * 1000;
const key = generateKey(ORIGIN);
let server: TestDatabase;
let ledger: Ledger;
let now: number;

beforeAll(async () => {
  server = await startDatabase();
  // The key's own record is of today: the log begins with it, so here it is written as the oldest would be, by no key.
  const old = await openLedger({ databaseUrl: server.url, origin: ORIGIN });
  now = Date.now();
  for (const months of [50, 45, 40, 39, 20, 3]) {
    for (let i = 0; i < 60; i++) await old.append(sampleRecord({}, now - months * MONTH));
  }
  await old.close();
  ledger = await openLedger({
    databaseUrl: server.url,
    origin: ORIGIN,
    key: key.secret,
    intervalMs: 5,
    retentionMonths: 1200,
  });
}, 60_000);

afterAll(async () => {
  await ledger.close();
  await server.stop();
});

const verify = async (demands: Partial<VerifyOptions> = {}): Promise<VerifyReport> => {
  const client = await superuser(server.url);
  const options = {
    origin: ORIGIN,
    hasher: hasherFor("sha256"),
    logKeys: [ed25519Verifier(key.verifier)],
    ...demands,
  };
  const report = await until(async () => {
    const found = await verifyLog(databaseSource(client), options);
    return found.pending === 0 ? found : null;
  });
  await client.end();
  return report;
};

test("the boundary is the start of a month", () => {
  expect(retentionBoundary(new Date("2026-11-24T12:00:00Z"), 36).toISOString()).toBe("2023-11-01T00:00:00.000Z");
  expect(retentionBoundary(new Date("2026-01-31T00:00:00Z"), 1).toISOString()).toBe("2025-12-01T00:00:00.000Z");
});

const YEAR = 365 * 24 * 3600 * 1000;
const countRows = async () => {
  const { rows } = await ledger.database.query<{ rows: string }>("SELECT count(*) AS rows FROM ledger.leaves");
  return Number(rows[0]?.rows);
};

test.each([4, -4])("L1: a process whose clock is %i years off drops nothing, and tells", async (years) => {
  const before = await countRows();
  const now = (): number => Date.now() + years * YEAR;
  const dropped = dropExpired(ledger.database, ledger.append, { months: 36, now });
  await expect(dropped).rejects.toBeInstanceOf(ClocksDisagree);
  expect(await countRows()).toBe(before);
});

/** Lets the log have been signed when its records say they were written. */
async function signedInTime(): Promise<void> {
  await until(() => ledger.checkpoint());
  await ledger.database.query("UPDATE ledger.checkpoints SET signed_at = now() - interval '38 months'");
}

test("L1: records of a gateway whose clock is years behind are not expired: nothing was signed when they say they were written", async () => {
  const before = await countRows();
  await until(() => ledger.checkpoint());
  expect(await dropExpired(ledger.database, ledger.append, { months: 36 })).toBeNull();
  expect(await countRows()).toBe(before);
  await signedInTime();
});

const witness = generateKey("witness.example", COSIGNATURE);
const witnesses = [cosignatureVerifier(witness.verifier)];
const cosigned = async (note: string, time: number): Promise<void> => {
  const line = signatureLine(cosignerOf(witness.secret).cosign(parseNote(note).text, Math.floor(time / 1000)));
  const { size } = claimedCheckpoint(note);
  await ledger.database.query("UPDATE ledger.checkpoints SET cosignatures = $2 WHERE size = $1", [size, line]);
};

test("L1, L14: with a witness nothing goes that it has not seen when that was as old as it says, nor by a later time than its own", async () => {
  const drop = () => dropExpired(ledger.database, ledger.append, { months: 36, witnesses });
  expect(await drop()).toBeNull();
  const note = await until(() => ledger.checkpoint());
  // By a cosignature of four years ago nothing of this log has expired.
  await cosigned(note, Date.now() - 4 * YEAR);
  expect(await drop()).toBeNull();
  await cosigned(note, Date.now() + YEAR);
  await expect(drop()).rejects.toBeInstanceOf(ClocksDisagree);
  // By one of today it has, and was signed in time by the database's clock of then; but that clock may have been wrong.
  await cosigned(note, Date.now());
  expect(await drop()).toBeNull();
});

test("T9: rows stay where the statement of their dropping did not become durable", async () => {
  const before = await countRows();
  const away = () => Promise.reject(new Error("The database is away"));
  await expect(dropExpired(ledger.database, away, { months: 36 })).rejects.toThrow("is away");
  expect(await countRows()).toBe(before);
});

test("G19: 政务数据共享条例第二十六条、第二十八条、数据安全法第二十九条: expired months go once no open finding or matter rests on them, with a statement in the log; every proof of what remains stays", async () => {
  const before = await verify();
  expect(before).toMatchObject({ size: 361, rows: 361, flaws: [] });
  // The witness saw these rows in time, and the log of today.
  await cosigned(await until(() => ledger.checkpoint()), Date.now() - 38 * MONTH);
  const { index: today } = await ledger.append(sampleRecord());
  const isSigned = (note: string | null) => (note !== null && claimedCheckpoint(note).size > today ? note : null);
  await cosigned(await until(async () => isSigned(await ledger.checkpoint())), Date.now());
  // G19: a finding that nobody has settled holds its evidence, and all that came after it.
  await ledger.database.query(
    `INSERT INTO ledger.findings (id, rule, found_at, caller, summary, evidence)
     VALUES ('open', 'sequential-probing', now(), 'app', 's', '{5, 250}')`,
  );
  expect(await dropExpired(ledger.database, ledger.append, { months: 36, witnesses })).toBeNull();
  await ledger.database.query("UPDATE ledger.findings SET state = 'explained'");
  // G19: what could be evidence of a dispute, a correction or an incident when it was filed is held until it is closed.
  for (const [what, opened, closed] of [
    ["dispute", "BEFORE_AUTHORITY", "DECIDED"],
    ["correction", "FILED", "REJECTED"],
    ["incident", "REPORTED", "CLOSED"],
  ] as const) {
    const step = async (after: string | null, months: number): Promise<void> => {
      const part = {
        time: new Date(now - months * MONTH).toISOString(),
        decision: after === null ? "REFUSED" : "RECORDED",
      } as const;
      await ledger.append(eventRecord("workflow", { what, id: "7", before: null, after }, part));
    };
    await step(opened, 20);
    await step(null, 19);
    expect([what, await dropExpired(ledger.database, ledger.append, { months: 36, witnesses })]).toEqual([what, null]);
    await step(closed, 1);
  }
  const statement = await dropExpired(ledger.database, ledger.append, { months: 36, witnesses });
  expect(statement?.keptFrom).toBe(240);
  expect(await dropExpired(ledger.database, ledger.append, { months: 36 })).toBeNull();
  expect(await verify()).toMatchObject({ size: 372, rows: 132, flaws: [] });
  const receipt = await until(() => ledger.receipt(250));
  expect(verifyReceipt(receipt, { log: [ed25519Verifier(key.verifier)] })).toMatchObject({ ok: true, index: 250 });
  expect(await ledger.receipt(10)).toBeNull();
});

test("L14: who knows a witness takes its word for the age of rows that are gone; without it, or by another's, they are gone unlawfully", async () => {
  expect((await verify({ witnesses })).flaws).toEqual([]);
  const other = cosignatureVerifier(generateKey("other.example", COSIGNATURE).verifier);
  expect((await verify({ witnesses: [other] })).flaws).toMatchObject([{ kind: "DROPPED_UNLAWFULLY", keptFrom: 240 }]);
  await ledger.database.query("UPDATE ledger.checkpoints SET cosignatures = '' WHERE size = 361");
  expect((await verify({ witnesses })).flaws).toMatchObject([{ kind: "DROPPED_UNLAWFULLY", keptFrom: 240 }]);
});

test("who has to keep rows longer does not accept the statement", async () => {
  const { flaws } = await verify({ retentionMonths: 60 });
  expect(flaws).toMatchObject([{ kind: "DROPPED_UNLAWFULLY", keptFrom: 240 }]);
});

test("more rows dropped than the statement allows is found", async () => {
  const client = await superuser(server.url);
  await client.query("SET session_replication_role = replica");
  await client.query("DELETE FROM ledger.leaves WHERE index < 290");
  await client.end();
  expect((await verify()).flaws).toMatchObject([{ kind: "DROPPED_UNLAWFULLY", keptFrom: 290 }]);
});
