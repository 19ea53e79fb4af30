import type { CoordinateUse, Decision, DerivedUse, DisclosureRecord, Subject } from "../../ledger/record.ts";
import type { Caller } from "../authenticate/caller.ts";
import type { Observation } from "../execute/enforcement.ts";
import type { Decision as PolicyDecision } from "../decide/decision.ts";
import type { Question } from "../exchange.ts";

/** The facts of one answered operation when it is about to be released. */
export interface AnsweredOperation {
  readonly caller: Caller;
  /** undefined when the request was refused before anything was decided. */
  readonly decision: PolicyDecision | undefined;
  /** The values and subjects of the answer; undefined when nothing was executed. */
  readonly observation: Observation | undefined;
  /** As it may be kept. */
  readonly purpose: string | null;
  /** The number of the case that it was asked for, if one was stated. */
  readonly caseNumber: string | null;
  /** The program that asked over MCP; undefined for every other request. */
  readonly agent: string | undefined;
  readonly operationHash: string | null;
  /** Of a registered operation. */
  readonly operationId: string | null;
  /** A page of an export, or the look before it. */
  readonly isExport: boolean;
  readonly traceId: string;
  readonly dryRun: boolean;
  readonly failed: boolean;
  /** Refused as a whole because something of it was denied. */
  readonly rejected: boolean;
  readonly argumentCommitments: DisclosureRecord["argumentCommitments"];
  /** Whom it asked about by their keys, found or not. */
  readonly asked: readonly Subject[];
  /** Milliseconds since 1970, when the answer was ready. */
  readonly now: number;
  readonly latencyMs: number;
}

/** The part that is the same in every record under one decision. */
interface Invariant {
  /** Of each coordinate the use as it is recorded, without its rows where it was not denied. */
  readonly coordinates: readonly CoordinateUse[];
  /** Derived coordinates, each with what departments read to compute it: disclosures to those departments. */
  readonly derivations: ReadonlyMap<string, readonly DerivedUse[]>;
  readonly divisions: readonly string[];
  /** The covert investigation that a grant behind it belongs to. */
  readonly covert: string | null;
  /** The answer is read from the log itself. */
  readonly readsLog: boolean;
}

/** The fields by which auditors read the log: what they find there is the log's, whoever's data it was about. */
export const READINGS_OF_THE_LOG: readonly string[] = [
  "Query.disclosures",
  "Query.disclosure",
  "Query.disclosureTotals",
  "Query.findings",
];

const UNDECIDED: Invariant = {
  coordinates: [],
  derivations: new Map(),
  divisions: [],
  covert: null,
  readsLog: false,
};
const invariants = new WeakMap<PolicyDecision, Invariant>();

const derivationsOf = (granted: PolicyDecision["granted"]): Invariant["derivations"] =>
  new Map(
    [...granted].flatMap(([coordinate, { inputs }]) => {
      const byDepartment = new Map<string, string[]>();
      for (const { department, coordinate: input } of inputs) {
        byDepartment.set(department, [...(byDepartment.get(department) ?? []), input]);
      }
      const uses = [...byDepartment].map(([department, read]) => ({ coordinate, department, inputs: read.sort() }));
      return uses.length === 0 ? [] : [[coordinate, uses] as const];
    }),
  );

const invariantOf = (decision: PolicyDecision | undefined): Invariant => {
  if (decision === undefined) return UNDECIDED;
  const known = invariants.get(decision);
  if (known !== undefined) return known;
  const reasons = new Map(decision.denials.map(({ coordinate, denial }) => [coordinate, denial.reason]));
  const invariant: Invariant = {
    coordinates: [...decision.outcomes].map(([coordinate, outcome]) => {
      const reason = outcome === "DENIED" ? reasons.get(coordinate) : undefined;
      return { coordinate, outcome, rows: 0, ...(reason === undefined ? {} : { reason }) };
    }),
    derivations: derivationsOf(decision.granted),
    divisions: [...new Set([...decision.granted.values()].flatMap(({ scope }) => scope))].sort(),
    covert: decision.grant.active.find(({ covert }) => covert !== undefined)?.covert ?? null,
    readsLog: READINGS_OF_THE_LOG.some((coordinate) => decision.granted.has(coordinate)),
  };
  invariants.set(decision, invariant);
  return invariant;
};

const coordinatesOf = ({ coordinates }: Invariant, observation: Observation | undefined): readonly CoordinateUse[] => {
  const uses: CoordinateUse[] = [];
  for (const use of coordinates) {
    const { coordinate, outcome } = use;
    if (outcome === "DENIED") {
      uses.push(use);
      continue;
    }
    // Skipped by a directive, or below an empty list: asked for, but nothing of it was resolved.
    const rows = observation?.rows.get(coordinate) ?? 0;
    if (rows > 0) uses.push({ coordinate, outcome, rows });
  }
  return uses;
};

const derivedOf = ({ derivations }: Invariant, observation: Observation | undefined): readonly DerivedUse[] =>
  [...derivations].flatMap(([coordinate, uses]) => (observation?.rows.has(coordinate) === true ? uses : []));

/** Whom the answer is about, and whom departments were asked about, whether they found anybody or not. */
const subjectsOf = ({ observation, asked }: AnsweredOperation, became: Decision): readonly Subject[] => {
  const found = [...(observation?.subjects ?? [])].flatMap(([type, ids]) =>
    [...ids].map((pseudonym) => ({ type, pseudonym })),
  );
  if (became === "DRY_RUN" || became === "REFUSED") return found;
  return [...found, ...asked.filter(({ type, pseudonym }) => !observation?.subjects.get(type)?.has(pseudonym))];
};

const becameOf = ({ dryRun, failed, rejected, decision, observation }: AnsweredOperation): Decision => {
  if (dryRun) return "DRY_RUN";
  if (observation === undefined) return failed && !rejected && decision !== undefined ? "FAILED" : "REFUSED";
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
export function disclosureOf(answered: AnsweredOperation): DisclosureRecord {
  const { caller, decision, observation } = answered;
  const invariant = invariantOf(decision);
  const coordinates = coordinatesOf(invariant, observation);
  const became = becameOf(answered);
  return {
    kind: invariant.readsLog && KINDS[became] === "disclosure" ? "audit-read" : KINDS[became],
    time: new Date(answered.now).toISOString(),
    traceId: answered.traceId,
    app: caller.app,
    department: caller.department,
    officer: caller.officer,
    ...(answered.caseNumber === null ? {} : { caseNumber: answered.caseNumber }),
    ...(answered.agent !== undefined && { byAgent: answered.agent }),
    ...(answered.isExport && { takenAs: "EXPORT" }),
    purpose: answered.purpose,
    grantHash: decision?.grant.hash ?? null,
    policyVersion: decision?.policyVersion ?? null,
    operationHash: answered.operationHash,
    ...(answered.operationId === null ? {} : { operationId: answered.operationId }),
    coordinates,
    derived: derivedOf(invariant, observation),
    argumentCommitments: answered.argumentCommitments,
    subjects: subjectsOf(answered, became),
    rowCount: coordinates.reduce((most, { rows }) => Math.max(most, rows), 0),
    decision: became,
    latencyMs: Math.round(answered.latencyMs * 10) / 10,
    divisions: invariant.divisions,
    covert: invariant.covert,
  };
}

/**
 * Every question to the hub about its rules is a dry run of its own, with its own purpose and operation. Pure.
 * @param purposeIn a purpose as it may be kept
 */
export function recordsOfQuestions(
  questions: readonly Question[],
  answered: AnsweredOperation,
  purposeIn: (stated: string | null) => string | null,
): DisclosureRecord[] {
  return questions.map(({ exchange }) => {
    const decision = exchange.decided?.decision;
    return disclosureOf({
      ...answered,
      decision,
      observation: undefined,
      asked: [],
      purpose: decision === undefined ? null : purposeIn(decision.grant.purpose.code),
      operationHash: decision === undefined ? null : (exchange.operation?.hash ?? null),
      dryRun: true,
    });
  });
}
