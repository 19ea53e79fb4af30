import { randomBytes } from "node:crypto";
import type { DisclosureRecord } from "../../ledger/record.ts";

const officers = 300;
const people = 20_000;

/** The nth of many records of usual size (about 1 KB as a leaf): two people, four coordinates, one derived field. */
export const recordAt = (nth: number): DisclosureRecord => ({
  kind: "disclosure",
  time: new Date().toISOString(),
  traceId: randomBytes(16).toString("hex"),
  app: `app-${nth % 20}`,
  department: ["human-resources", "housing", "civil-affairs", "enterprise"][nth % 4] ?? "housing",
  officer: `officer-${nth % officers}`,
  purpose: `PURPOSE_${nth % 7}`,
  grantHash: "4f0d5c1b2a39485766554433221100004f0d5c1b2a3948576655443322110000",
  policyVersion: "2026-11-01",
  operationHash: "9a8b7c6d5e4f30211203f4e5d6c7b8a9",
  coordinates: [
    { coordinate: "Person.name", outcome: "MASKED", rows: 2 },
    { coordinate: "SocialInsurance.status", outcome: "CLEAR", rows: 2 },
    // One record in 10,000 reads something rare.
    { coordinate: nth % 10_000 === 0 ? "Rare.field" : "PensionBenefit.payStatus", outcome: "CLEAR", rows: 2 },
    { coordinate: "PensionBenefit.account", outcome: "DENIED", rows: 0, reason: "NO_GRANT" },
  ],
  derived: [{ coordinate: "ConstructionProject.atRisk", department: "housing", inputs: ["Payroll.paidAmount"] }],
  argumentCommitments: [{ argument: "number", commitment: randomBytes(32).toString("base64url") }],
  subjects: [
    { type: "Person", pseudonym: `person-${nth % people}` },
    { type: "Person", pseudonym: `person-${(nth * 7) % people}` },
  ],
  rowCount: 2,
  decision: "PARTIAL",
  latencyMs: 12.3,
  divisions: ["411102"],
});
