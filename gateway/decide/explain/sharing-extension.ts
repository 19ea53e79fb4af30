import type { Outcome, Sensitivity } from "../../../schema/catalog/vocabulary.ts";
import type { Decision } from "../decision.ts";

/** `extensions.sharing`: the purpose, grants and outcomes behind an answer. Says nothing that the caller may not know. */
export interface SharingExtension {
  readonly purpose: { readonly code: string; readonly name: string; readonly basis: string };
  /** Ids of the grants in force for the purpose. */
  readonly grants: readonly string[];
  /** SHA-256 of the compiled grant, as the envelope and the ledger state it. */
  readonly grant: string;
  readonly policyVersion: string;
  readonly level: Sensitivity | null;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** Coordinates that departments read to derive fields, by department. */
  readonly derived: Readonly<Record<string, readonly string[]>>;
}

const known = new WeakMap<Decision, SharingExtension>();

const derivedOf = (decision: Decision): Readonly<Record<string, readonly string[]>> => {
  const derived = new Map<string, Set<string>>();
  for (const { inputs } of decision.granted.values()) {
    for (const { department, coordinate } of inputs) {
      derived.set(department, (derived.get(department) ?? new Set()).add(coordinate));
    }
  }
  return Object.fromEntries([...derived].map(([department, coordinates]) => [department, [...coordinates].sort()]));
};

/**
 * The extension of an answer under this decision; the same object for the same decision. It is not frozen, because every answer with a
 * receipt spreads it, and V8 spreads frozen objects one property at a time.
 */
export function sharingExtensionOf(decision: Decision): SharingExtension {
  const before = known.get(decision);
  if (before) return before;
  const { grant } = decision;
  const sharing: SharingExtension = {
    purpose: grant.purpose,
    grants: grant.active.map((record) => record.id),
    grant: grant.hash,
    policyVersion: decision.policyVersion,
    level: decision.level,
    outcomes: Object.fromEntries(decision.outcomes),
    derived: derivedOf(decision),
  };
  known.set(decision, sharing);
  return sharing;
}
