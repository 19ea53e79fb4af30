import { expect, test } from "@jest/globals";
import { Client } from "pg";
import { insisting } from "./insist.ts";

test("a setting that is insisted on holds, whatever the address asks for; what else it asks for stays", async () => {
  const url = new URL(process.env["TEST_POSTGRES_URL"] ?? "");
  url.searchParams.set("options", "-c synchronous_commit=off -c search_path=elsewhere");
  const client = new Client(insisting(url.href, ["synchronous_commit=on", "statement_timeout=5000"]));
  await client.connect();
  const { rows } = await client.query(
    "select current_setting('synchronous_commit') as commits, current_setting('statement_timeout') as longest, current_setting('search_path') as path",
  );
  await client.end();
  expect(rows).toEqual([{ commits: "on", longest: "5s", path: "elsewhere" }]);
});

test("an address without options, and one that is a path, are as they were", () => {
  const plain = "postgresql://role:p%40ss@127.0.0.1:5432/ledger?sslmode=require";
  expect(insisting(plain, ["a=b"])).toEqual({ connectionString: plain, options: "-c a=b" });
  expect(insisting("/var/run/postgresql ledger", ["a=b"])).toEqual({
    connectionString: "/var/run/postgresql ledger",
    options: "-c a=b",
  });
});
