import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Client } from "pg";
import { testDatabase } from "../../../tests/test-database.ts";
import { readerUrl } from "./reader-role.ts";

let folder: string;
let owner: Client;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reader-"));
  const ownerUrl = await testDatabase("insurer_reader");
  owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(await readFile("demo/systems/medical-insurance/tables.sql", "utf8"));
  await owner.query(
    `insert into yb_jsxx values ('S1', '1', '某某', '11', 'H', '市一院', null, 1, 1, '20260301', '411102', now())
     on conflict do nothing`,
  );
  url = await readerUrl(ownerUrl, join(folder, "reader"));
});
afterAll(async () => {
  await owner.end();
  await rm(folder, { recursive: true });
});

test("the hub's role reads the view that the insurer gave out, and can do nothing else", async () => {
  const reader = new Client({ connectionString: url });
  await reader.connect();
  try {
    const told = await reader.query<{ readonly jsdh: string }>("select jsdh from v_gx_jsxx");
    expect(told.rows).toEqual([{ jsdh: "S1" }]);
    const codeOf = async (statement: string) =>
      reader.query(statement).then(
        () => "done",
        (error: unknown) => (error as { readonly code: string }).code,
      );
    expect(await codeOf("select * from yb_jsxx")).toBe("42501");
    // Not even where it says that it wants to write.
    await reader.query("set default_transaction_read_only = off");
    for (const statement of [
      "insert into yb_jsxx select * from v_gx_jsxx",
      "update v_gx_jsxx set jsdh = 'S2'",
      "drop view v_gx_jsxx",
      "create table here (a int)",
      "create role another",
    ])
      expect([statement, await codeOf(statement)]).toEqual([statement, "42501"]);
  } finally {
    await reader.end();
  }
});

test("the next start finds the same role with the same password, which its owner alone can read", async () => {
  expect(await readerUrl(await testDatabase("insurer_reader"), join(folder, "reader"))).toBe(url);
  expect((await stat(join(folder, "reader"))).mode & 0o777).toBe(0o600);
  expect(new URL(url).username).toBe("insurer_reader_reader");
});
