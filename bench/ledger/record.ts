import { randomBytes } from "node:crypto";
import type { DisclosureRecord } from "../../ledger/record.ts";

const officers = 300;
const people = 20_000;

/** One record in 10,000 reads something rare; one in twenty a plate, always by the same app. */
const readingAt = (nth: number): string => {
  if (nth % 10_000 === 0) return "Rare.field";
  return nth % 20 === 3 ? "Vehicle.plate" : "PensionBenefit.payStatus";
};

/** App 19 never states PURPOSE_6: each is common, the two together never were. */
const purposeAt = (nth: number): string => (nth % 20 === 19 && nth % 7 === 6 ? "PURPOSE_5" : `PURPOSE_${nth % 7}`);

/** The nth of many records of usual size (about 1 KB as a leaf): two people, four coordinates, one derived field. */
export function recordAt(nth: number, time = Date.now()): DisclosureRecord {
  return {
    kind: "disclosure",
    time: new Date(time).toISOString(),
    traceId: randomBytes(16).toString("hex"),
    app: `app-${nth % 20}`,
    department: ["human-resources", "housing", "civil-affairs", "enterprise"][nth % 4] ?? "housing",
    officer: `officer-${nth % officers}`,
    purpose: purposeAt(nth),
    grantHash: "4f0d5c1b2a39485766554433221100004f0d5c1b2a3948576655443322110000",
    policyVersion: "2026-11-01",
    operationHash: "9a8b7c6d5e4f30211203f4e5d6c7b8a9",
    coordinates: [
      { coordinate: "Person.name", outcome: "MASKED", rows: 2 },
      { coordinate: "SocialInsurance.status", outcome: "CLEAR", rows: 2 },
      { coordinate: readingAt(nth), outcome: "CLEAR", rows: 2 },
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
  };
}

/**
 * The nth of `count` records of the past, evenly over `months` up to `end`. In the first tenth of it people read a coordinate that
 * nobody reads any more, and one officer in 300 had a predecessor.
 */
export function pastRecordAt(
  nth: number,
  { count, start, end }: { count: number; start: number; end: number },
): DisclosureRecord {
  const record = recordAt(nth, Math.floor(start + ((end - start) * nth) / count));
  if (nth * 10 >= count) return record;
  const retired = nth % officers === 17 ? { officer: "officer-retired" } : {};
  const [name, status, reading, ...rest] = record.coordinates;
  const old = nth % 20 === 4 && reading ? [{ ...reading, coordinate: "Retired.field" }] : reading ? [reading] : [];
  return {
    ...record,
    ...retired,
    coordinates: [...(name ? [name] : []), ...(status ? [status] : []), ...old, ...rest],
  };
}
