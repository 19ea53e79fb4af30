import pg from "pg";
import { databaseSource } from "./log-source.ts";
import { verifyWindow, type WindowRequest } from "./verify-window.ts";

/** A process that verifies windows over a connection of its own, in the snapshot that its parent exported. */
const [snapshot = ""] = process.argv.slice(2);
// Not among the arguments, which every user of the machine can see.
const client = new pg.Client({
  connectionString: process.env["LEDGER_VERIFY_DATABASE"],
  application_name: "ledger verify",
});
await client.connect();
await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
await client.query(`SET TRANSACTION SNAPSHOT ${client.escapeLiteral(snapshot)}`);
const source = databaseSource(client);

process.on("message", (request: WindowRequest) => {
  verifyWindow(source, request).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : "failed" }),
  );
});
process.on("disconnect", () => void client.end());
process.send?.("ready");
