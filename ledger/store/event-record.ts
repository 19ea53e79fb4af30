import { randomBytes } from "node:crypto";
import type { Change, DisclosureRecord, RecordKind } from "../record.ts";
import { parseSecret } from "../tree/key.ts";
import type { Queryable } from "./tile-store.ts";

/** A record of something that is no request: a key, policy, grant or workflow event, a reading of the log. `part` adds who did it. */
export function eventRecord(
  kind: Extract<RecordKind, "grant-change" | "policy-change" | "key-change" | "workflow" | "audit-read" | "cover">,
  change: Change,
  part: Partial<DisclosureRecord> = {},
): DisclosureRecord {
  return {
    kind,
    time: new Date().toISOString(),
    traceId: randomBytes(16).toString("hex"),
    app: "ledger",
    department: null,
    officer: null,
    purpose: null,
    grantHash: null,
    policyVersion: null,
    operationHash: null,
    coordinates: [],
    derived: [],
    argumentCommitments: [],
    subjects: [],
    rowCount: 0,
    decision: "RECORDED",
    latencyMs: 0,
    ...part,
    change,
  };
}

/**
 * Records that the log is from now on signed with another key (or for the first time with one), so that a change of key is itself
 * in the log. Does nothing when the newest recorded key is this one.
 */
export async function recordKeyChange(
  database: Queryable,
  secret: string,
  append: (record: DisclosureRecord) => Promise<unknown>,
): Promise<void> {
  const { name, verifier } = parseSecret(secret);
  const { rows } = await database.query<{ record: string }>(
    "SELECT record FROM ledger.leaves WHERE kind = 'key-change' AND app = 'ledger' ORDER BY time DESC, index DESC LIMIT 1",
  );
  const before =
    rows[0] === undefined ? null : ((JSON.parse(rows[0].record) as DisclosureRecord).change?.after ?? null);
  if (before === verifier) return;
  await append(eventRecord("key-change", { what: "log-key", id: name, before, after: verifier }));
}
