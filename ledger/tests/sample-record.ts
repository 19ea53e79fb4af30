import { randomBytes } from "node:crypto";
import type { DisclosureRecord } from "../record.ts";

/** A disclosure of usual size (a leaf of about 900 bytes); `at` is its time in milliseconds. */
export function sampleRecord(part: Partial<DisclosureRecord> = {}, at = Date.now()): DisclosureRecord {
  return {
    kind: "disclosure",
    time: new Date(at).toISOString(),
    traceId: randomBytes(16).toString("hex"),
    app: "wage-warning",
    department: "human-resources",
    officer: "officer-017",
    purpose: "WAGE_ARREARS_WARNING",
    grantHash: "4f0d5c1b2a3948576655443322110000",
    policyVersion: "2026-11-01",
    operationHash: "9a8b7c6d5e4f30211203f4e5d6c7b8a9",
    coordinates: [
      { coordinate: "Person.name", outcome: "MASKED", rows: 2 },
      { coordinate: "SocialInsurance.status", outcome: "CLEAR", rows: 2 },
      { coordinate: "PensionBenefit.account", outcome: "DENIED", rows: 0, reason: "NO_GRANT" },
    ],
    derived: [{ coordinate: "ConstructionProject.atRisk", department: "housing", inputs: ["Payroll.paidAmount"] }],
    argumentCommitments: [{ argument: "number", commitment: randomBytes(32).toString("base64url") }],
    subjects: [
      { type: "Person", pseudonym: "q83vEjRWeJCrze8SNFZ4kA" },
      { type: "Person", pseudonym: "EjRWeJCrze8SNFZ4kKvN7w" },
    ],
    rowCount: 2,
    decision: "PARTIAL",
    latencyMs: 12.345,
    divisions: ["411102"],
    ...part,
  };
}
