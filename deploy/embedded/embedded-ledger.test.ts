import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDatabase, type TestDatabase } from "../../ledger/tests/database.ts";
import { sampleRecord } from "../../ledger/tests/sample-record.ts";
import { until } from "../../ledger/tests/until.ts";
import { openEmbeddedLedger, prepareEmbeddedLedger } from "./embedded-ledger.ts";

let server: TestDatabase;
let folder: string;

beforeAll(async () => {
  server = await startDatabase();
  folder = await mkdtemp(join(tmpdir(), "ledger-roles-"));
}, 60_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

test("S5: npm start appends and signs its ledger as roles that own none of it; a next start gives them new passwords", async () => {
  const first = await prepareEmbeddedLedger(server.url);
  const roles = await prepareEmbeddedLedger(server.url);
  expect(new URL(roles.append).password).not.toBe(new URL(first.append).password);
  const ledger = await openEmbeddedLedger(folder, roles.append, { signerUrl: roles.sign });
  const { index } = await ledger.append(sampleRecord());
  await until(() => ledger.receipt(index));
  for (const sql of ["DELETE FROM ledger.leaves", "UPDATE ledger.head SET size = 0", "DROP SCHEMA ledger CASCADE"]) {
    await expect(ledger.database.query(sql)).rejects.toMatchObject({ code: "42501" });
  }
  await ledger.close();
});
