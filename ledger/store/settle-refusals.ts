import pg from "pg";
import { sealLeaf } from "../leaf.ts";
import { hashOfOrigin, hasherFor } from "../tree/hasher.ts";
import { eventRecord } from "./event-record.ts";

/** A refusal of a witness, as the log keeps it. */
interface Refusal {
  readonly witness: string;
  readonly why: string;
}

/**
 * Settles all refusals of witnesses: appending goes on. The settlement is a record of the log, written in the same transaction, so that
 * neither is there without the other. Only the owner of the schema has the right to. Gives what was settled.
 */
export async function settleRefusals(databaseUrl: string, by: string): Promise<readonly Refusal[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "ledger command" });
  await client.connect();
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<Refusal>(
      `UPDATE ledger.refusals SET settled_by = $1, settled_at = clock_timestamp() WHERE settled_at IS NULL RETURNING witness, why`,
      [by],
    );
    if (rows.length > 0) {
      const head = await client.query<{ origin: string }>("SELECT origin FROM ledger.head");
      const change = { what: "witness-refusal", id: "ledger", before: JSON.stringify(rows), after: "settled" };
      const hasher = hasherFor(hashOfOrigin(head.rows[0]?.origin ?? ""));
      const { bytes, columns } = sealLeaf(eventRecord("policy-change", change, { officer: by }), hasher);
      await client.query("SELECT ledger.append($1, $2)", [[bytes.toString()], [columns]]);
    }
    await client.query("COMMIT");
    return rows;
  } finally {
    await client.end();
  }
}
