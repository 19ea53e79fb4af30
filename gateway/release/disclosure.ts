import type { CoordinateUse, Decision, DerivedUse, DisclosureRecord, Subject } from "../../ledger/record.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { Observation } from "../execute/enforcement.ts";
import type { Decision as PolicyDecision } from "../policy/decision.ts";

/** What is known of one answered operation when it is about to be released. */
export interface AnsweredOperation {
  readonly caller: Caller;
  /** undefined when the request was refused before anything was decided. */
  readonly decision: PolicyDecision | undefined;
  /** What the writer released; undefined when nothing was executed. */
  readonly observation: Observation | undefined;
  readonly purpose: string | null;
  readonly operationHash: string | null;
  readonly traceId: string;
  readonly dryRun: boolean;
  readonly failed: boolean;
  readonly argumentCommitments: DisclosureRecord["argumentCommitments"];
  /** Milliseconds since 1970, when the answer was ready. */
  readonly now: number;
  readonly latencyMs: number;
}

const coordinatesOf = ({ decision, observation }: AnsweredOperation): readonly CoordinateUse[] => {
  const reasons = new Map(decision?.denials.map(({ coordinate, denial }) => [coordinate, denial.reason]));
  return [...(decision?.outcomes ?? [])].flatMap(([coordinate, outcome]): CoordinateUse[] => {
    const reason = reasons.get(coordinate);
    if (outcome === "DENIED") return [{ coordinate, outcome, rows: 0, ...(reason === undefined ? {} : { reason }) }];
    // Skipped by a directive, or below an empty list: asked for, but nothing of it was resolved.
    const rows = observation?.rows.get(coordinate) ?? 0;
    return rows === 0 ? [] : [{ coordinate, outcome, rows }];
  });
};

/** Inputs that departments read to compute what was resolved: disclosures to those departments. */
const derivedOf = ({ decision, observation }: AnsweredOperation): readonly DerivedUse[] =>
  [...(decision?.granted ?? [])].flatMap(([coordinate, verdict]) => {
    if (!observation?.rows.has(coordinate) || verdict.inputs.length === 0) return [];
    const byDepartment = new Map<string, string[]>();
    for (const input of verdict.inputs) {
      byDepartment.set(input.department, [...(byDepartment.get(input.department) ?? []), input.coordinate]);
    }
    return [...byDepartment].map(([department, inputs]) => ({ coordinate, department, inputs: inputs.sort() }));
  });

const subjectsOf = (observation: Observation | undefined): readonly Subject[] =>
  [...(observation?.subjects ?? [])].flatMap(([type, ids]) => [...ids].map((pseudonym) => ({ type, pseudonym })));

const becameOf = ({ dryRun, failed, decision, observation }: AnsweredOperation): Decision => {
  if (dryRun) return "DRY_RUN";
  if (observation === undefined) return failed && decision !== undefined ? "FAILED" : "REFUSED";
  return (decision?.denials.length ?? 0) > 0 || failed ? "PARTIAL" : "RELEASED";
};

const KINDS = {
  DRY_RUN: "dry-run",
  FAILED: "failure",
  REFUSED: "denial",
  PARTIAL: "disclosure",
  RELEASED: "disclosure",
  RECORDED: "disclosure",
} as const satisfies Record<Decision, DisclosureRecord["kind"]>;

/**
 * The ledger's record of one operation (design, section 6). Coordinates are those actually resolved; people and firms
 * appear as pseudonyms, arguments as commitments. Pure.
 */
export const disclosureOf = (answered: AnsweredOperation): DisclosureRecord => {
  const { caller, decision, observation } = answered;
  const coordinates = coordinatesOf(answered);
  const became = becameOf(answered);
  return {
    kind: KINDS[became],
    time: new Date(answered.now).toISOString(),
    traceId: answered.traceId,
    app: caller.app,
    department: caller.department,
    officer: caller.officer,
    purpose: answered.purpose,
    grantHash: decision?.grant.hash ?? null,
    policyVersion: decision?.policyVersion ?? null,
    operationHash: answered.operationHash,
    coordinates,
    derived: derivedOf(answered),
    argumentCommitments: answered.argumentCommitments,
    subjects: subjectsOf(observation),
    rowCount: coordinates.reduce((most, { rows }) => Math.max(most, rows), 0),
    decision: became,
    latencyMs: Math.round(answered.latencyMs * 10) / 10,
    divisions: [...new Set([...(decision?.granted.values() ?? [])].flatMap(({ scope }) => scope))].sort(),
  };
};
