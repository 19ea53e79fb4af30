import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readFile, writeFile } from "node:fs/promises";
import type pg from "pg";
import { startDatabase, superuser, type TestDatabase } from "../tests/database.ts";
import { sampleRecord } from "../tests/sample-record.ts";
import { until } from "../tests/until.ts";
import { generateKey } from "../tree/key.ts";
import { runLedger } from "../command/run-ledger.ts";
import { openLedger } from "./open-ledger.ts";
import { rightsByRole, schemaFlaws, schemaObjects } from "./schema-objects.ts";

const ORIGIN = "hub.example/ledger";
const FILE = "ledger/store/schema-objects.txt";
const LOG = generateKey(ORIGIN);
const DUTIES = ["read", "append", "audit", "sign"];
let server: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  server = await startDatabase();
  client = await superuser(server.url);
  const ledger = await openLedger({ databaseUrl: server.url, origin: ORIGIN }).catch((error: unknown) => {
    if (process.env["LEDGER_WRITE_SCHEMA"] === undefined) throw error;
  });
  await ledger?.close();
}, 60_000);

afterAll(async () => {
  await client.end();
  await server.stop();
});

/** Looks within a transaction that is taken back. */
async function withinOne<Value>(work: () => Promise<Value>): Promise<Value> {
  await client.query("BEGIN");
  try {
    return await work();
  } finally {
    await client.query("ROLLBACK");
  }
}

test("L4: schema-objects.txt is what the migrations make (LEDGER_WRITE_SCHEMA=1 writes it)", async () => {
  await client.query("SELECT ledger.ensure_month(now())");
  const lines = await withinOne(async () => {
    for (const duty of DUTIES)
      await client.query(`CREATE ROLE duty_${duty}; SELECT ledger.admit('duty_${duty}', '${duty}')`);
    const { shared, months } = await schemaObjects(client);
    const rights = await rightsByRole(client);
    return [
      ...shared,
      ...([...months.values()][0] ?? []),
      ...DUTIES.map((duty) => `duty ${duty}: ${rights.get(`duty_${duty}`)?.join(", ") ?? ""}`),
    ];
  });
  const text = `${lines.join("\n")}\n`;
  if (process.env["LEDGER_WRITE_SCHEMA"] !== undefined) await writeFile(FILE, text);
  expect(await readFile(FILE, "utf8")).toBe(text);
  expect(await schemaFlaws(client)).toEqual([]);
});

test("L4: roles with duties are no flaw, in any time zone", async () => {
  const flaws = await withinOne(async () => {
    await client.query("SET LOCAL TimeZone = 'Asia/Shanghai'");
    for (const duty of DUTIES)
      await client.query(`CREATE ROLE one_${duty}; SELECT ledger.admit('one_${duty}', '${duty}')`);
    return schemaFlaws(client);
  });
  expect(flaws).toEqual([]);
});

test("L4: a schema that is not what the migrations made is told, and no ledger is opened on it", async () => {
  await client.query("ALTER TABLE ledger.leaves DISABLE TRIGGER append_only");
  await expect(openLedger({ databaseUrl: server.url, origin: ORIGIN })).rejects.toMatchObject({
    code: "LEDGER_MISCONFIGURED",
    message: expect.stringContaining("missing: trigger CREATE TRIGGER append_only"),
  });
  await client.query("ALTER TABLE ledger.leaves ENABLE TRIGGER append_only");
  expect(await schemaFlaws(client)).toEqual([]);
});

describe("S5: roles", () => {
  const urlOf = (role: string): string => {
    const url = new URL(server.url);
    url.username = role;
    url.password = "secret";
    return url.href;
  };

  beforeAll(async () => {
    for (const duty of DUTIES) {
      await client.query(
        `CREATE ROLE hub_${duty} LOGIN NOSUPERUSER PASSWORD 'secret'; SELECT ledger.admit('hub_${duty}', '${duty}')`,
      );
    }
  });

  test("a gateway appends and another role signs; neither owns a table", async () => {
    const signer = await openLedger({
      databaseUrl: urlOf("hub_append"),
      signerUrl: urlOf("hub_sign"),
      origin: ORIGIN,
      key: LOG.secret,
      intervalMs: 5,
    });
    const gateway = await openLedger({ databaseUrl: urlOf("hub_append"), origin: ORIGIN });
    const old = await gateway.append(sampleRecord({}, Date.UTC(2020, 4, 1)));
    expect(await until(() => gateway.receipt(old.index))).toContain("c2sp.org/tlog-proof@v1");
    expect(await gateway.trouble()).toBeUndefined();
    await Promise.all([gateway.close(), signer.close()]);
    const { rows } = await client.query<{ owner: string }>(
      "SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname = 'ledger'",
    );
    expect(rows).toEqual([{ owner: "hub" }]);
    expect(await schemaFlaws(client)).toEqual([]);
  });

  test("L13: an auditor verifies rows, schema, searches and cosignatures under a role that only reads", async () => {
    const key = generateKey(ORIGIN);
    const { code, text } = await runLedger([
      "verify",
      "--search",
      "--database",
      urlOf("hub_read"),
      "--log-key",
      key.verifier,
    ]);
    // The log of this file is signed by another key: everything was read, and the first line says what is wrong.
    expect({ code, text }).toEqual({
      code: 1,
      text: expect.stringMatching(/^FAIL none of the \d+ stored checkpoints is signed/),
    });
    const signed = await runLedger(["verify", "--search", "--database", urlOf("hub_read"), "--log-key", LOG.verifier]);
    expect(signed).toEqual({ code: 0, text: expect.stringMatching(/^PASS size \d+/) });
  });

  test("ledger admit makes a role, gives it the rights of one duty and takes the others; it refuses who is more than that", async () => {
    const admit = (...args: string[]) => runLedger(["admit", ...args, "--database", server.url]);
    const rights = async (role: string) => (await rightsByRole(client)).get(role);
    for (const duty of ["sign", "audit", "append", "read"]) {
      expect(await admit("hub_new", duty)).toMatchObject({ code: 0 });
      expect(await rights("hub_new")).toEqual(await rights(`hub_${duty}`));
    }
    await client.query("CREATE ROLE hub_more LOGIN SUPERUSER");
    expect(await admit("hub_more", "read")).toEqual({ code: 1, text: expect.stringContaining("more than its duty") });
    expect(await rights("hub_more")).toBeUndefined();
    expect(await admit("hub_new", "everything")).toMatchObject({ code: 2 });
    expect(await runLedger(["admit", 'odd"role', "read", "--print"])).toEqual({
      code: 0,
      text: `CREATE ROLE "odd""role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;\nSELECT ledger.admit('odd"role', 'read');\n`,
    });
    await client.query("DROP OWNED BY hub_new; DROP ROLE hub_new; DROP ROLE hub_more");
  });

  test.each([
    ["UPDATE ledger.leaves SET officer = 'x'", DUTIES],
    ["DELETE FROM ledger.leaves", DUTIES],
    ["TRUNCATE ledger.leaves", DUTIES],
    ["INSERT INTO ledger.leaves SELECT * FROM ledger.leaves", DUTIES],
    ["INSERT INTO ledger.leaves_2020_05 SELECT * FROM ledger.leaves", DUTIES],
    ["UPDATE ledger.head SET size = size - 1", DUTIES],
    ["UPDATE ledger.refusals SET settled_at = now()", DUTIES],
    ["DROP TABLE ledger.leaves_2020_05", DUTIES],
    ["ALTER TABLE ledger.leaves DISABLE TRIGGER append_only", DUTIES],
    ["CREATE TABLE ledger.own ()", DUTIES],
    ["SELECT ledger.admit('hub_append', 'sign')", DUTIES],
    ["SET session_replication_role = replica", DUTIES],
    ["SELECT ledger.drop_months(now())", DUTIES],
    ["SELECT ledger.append('{}', '{}')", ["read"]],
    ["UPDATE ledger.checkpoints SET note = ''", ["read", "append", "audit"]],
    ["UPDATE ledger.tiles SET hashes = ''", ["read", "append", "audit"]],
    ["INSERT INTO ledger.refusals (witness, why) VALUES ('w', 'w')", ["read", "append", "audit"]],
    ["SELECT ledger.sum_up(1)", ["read", "append", "audit"]],
    ["UPDATE ledger.findings SET state = 'explained'", ["read", "append", "sign"]],
  ])("%s is refused", async (sql, duties) => {
    for (const duty of duties) {
      await withinOne(async () => {
        await client.query(`SET LOCAL SESSION AUTHORIZATION hub_${duty}`);
        await expect(client.query(sql)).rejects.toMatchObject({ code: "42501" });
      });
    }
  });
});
