import { randomBytes } from "node:crypto";
import type { Change, DisclosureRecord, RecordKind } from "../record.ts";

/** A record of something that is no request: a key, policy, grant or workflow event, a reading of the log. `part` adds who did it. */
export function eventRecord(
  kind: Extract<RecordKind, "grant-change" | "policy-change" | "key-change" | "workflow" | "audit-read">,
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
