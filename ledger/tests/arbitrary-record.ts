import fc from "fast-check";
import type { DisclosureRecord } from "../record.ts";

const word = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }).filter((s) => !hasControl(s));
const maybe = fc.option(word, { nil: null });
const coordinate = fc.tuple(word, word).map(([type, field]) => `${type}.${field}`);

/** Any record that the ledger accepts: every kind, odd letters, quotes and backslashes included. */
export const arbitraryRecord: fc.Arbitrary<DisclosureRecord> = fc.record(
  {
    kind: fc.constantFrom("disclosure", "denial", "failure", "dry-run", "policy-change", "workflow", "audit-read"),
    time: fc
      .date({ min: new Date("2026-01-01"), max: new Date("2026-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString()),
    traceId: word,
    app: maybe,
    department: maybe,
    officer: maybe,
    caseNumber: maybe,
    byAgent: maybe,
    purpose: maybe,
    grantHash: maybe,
    policyVersion: maybe,
    operationHash: maybe,
    operationId: maybe,
    takenAs: maybe,
    coordinates: fc.array(
      fc.record(
        {
          coordinate,
          outcome: fc.constantFrom("CLEAR", "MASKED", "DENIED"),
          rows: fc.nat(),
          reason: word,
        },
        { requiredKeys: ["coordinate", "outcome", "rows"] },
      ),
      { maxLength: 5 },
    ),
    derived: fc.array(fc.record({ coordinate, department: word, inputs: fc.array(coordinate, { maxLength: 3 }) }), {
      maxLength: 2,
    }),
    argumentCommitments: fc.array(fc.record({ argument: word, commitment: word }), { maxLength: 2 }),
    subjects: fc.oneof(
      { weight: 9, arbitrary: fc.array(fc.record({ type: word, pseudonym: word }), { maxLength: 4 }) },
      {
        weight: 1,
        arbitrary: fc
          .integer({ min: 99, max: 130 })
          .map((n) => Array.from({ length: n }, (_, i) => ({ type: "Person", pseudonym: `p${i}` }))),
      },
    ),
    rowCount: fc.nat(),
    decision: fc.constantFrom("RELEASED", "PARTIAL", "REFUSED", "FAILED", "DRY_RUN", "RECORDED"),
    latencyMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    divisions: fc.array(word, { maxLength: 2 }),
    covert: maybe,
    change: fc.option(
      fc.record({ what: fc.constantFrom("grant", "covert-lift"), id: word, before: maybe, after: maybe }),
      { nil: null },
    ),
  },
  {
    requiredKeys: [
      "kind",
      "time",
      "traceId",
      "app",
      "department",
      "officer",
      "purpose",
      "grantHash",
      "policyVersion",
      "operationHash",
      "coordinates",
      "derived",
      "argumentCommitments",
      "subjects",
      "rowCount",
      "decision",
      "latencyMs",
    ],
  },
);

function hasControl(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters and lone surrogates are what is kept out
  return /[\u0000-\u001f\ud800-\udfff]/u.test(text);
}
