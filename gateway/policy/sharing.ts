import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Outcome, Sensitivity } from "../../schema/catalog/vocabulary.ts";
import type { Decision } from "./decision.ts";
import type { Denial } from "./denial.ts";
import { denialWords } from "./denial-words.ts";

/** `extensions.sharing`: on what ground an answer was given. Says nothing that the caller may not know. */
export interface Sharing {
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

const known = new WeakMap<Decision, Sharing>();

const derivedOf = (decision: Decision): Readonly<Record<string, readonly string[]>> => {
  const derived = new Map<string, Set<string>>();
  for (const { inputs } of decision.granted.values()) {
    for (const { department, coordinate } of inputs) {
      derived.set(department, (derived.get(department) ?? new Set()).add(coordinate));
    }
  }
  return Object.fromEntries([...derived].map(([department, coordinates]) => [department, [...coordinates].sort()]));
};

/** What an answer says about its own ground; the same object for the same decision. */
export const sharingOf = (decision: Decision): Sharing => {
  const before = known.get(decision);
  if (before) return before;
  const { grant } = decision;
  const sharing = Object.freeze({
    purpose: grant.purpose,
    grants: grant.active.map((record) => record.id),
    grant: grant.hash,
    policyVersion: decision.policyVersion,
    level: decision.level,
    outcomes: Object.fromEntries(decision.outcomes),
    derived: derivedOf(decision),
  });
  known.set(decision, sharing);
  return sharing;
};

/** One coordinate of an explanation. */
export interface ExplainedCoordinate {
  readonly coordinate: string;
  readonly outcome: Outcome;
  readonly owner: string;
  readonly share: string;
  readonly level: Sensitivity;
  readonly mask: string | null;
  /** Ids of the grants by which it is given. */
  readonly grants: readonly string[];
  /** Prefixes of the divisions whose rows are reached. */
  readonly scope: readonly string[];
  readonly denials: readonly (Denial & {
    readonly en: string;
    readonly zh: string;
    readonly path: readonly string[];
  })[];
}

/** Why an operation is answered as it is. */
export interface Explanation extends Sharing {
  readonly coordinates: readonly ExplainedCoordinate[];
}

/**
 * Explains a decision, coordinate by coordinate. It reads what the enforcement was made of, so it cannot say anything else.
 * Pure: for `npm run explain`, `whyDenied` and the dry run.
 */
export const explain = (decision: Decision, catalogue: Pick<Catalogue, "items">): Explanation => ({
  ...sharingOf(decision),
  coordinates: [...decision.outcomes].map(([coordinate, outcome]) => {
    const item = catalogue.items.get(coordinate);
    const granted = decision.granted.get(coordinate);
    return {
      coordinate,
      outcome,
      owner: item?.owner ?? "",
      share: item?.share ?? "NOT_SHARED",
      level: item?.level ?? "L4",
      mask: item?.mask ?? null,
      grants: granted?.grants ?? [],
      scope: granted?.scope ?? [],
      denials: decision.denials
        .filter((denied) => denied.coordinate === coordinate)
        .map(({ denial, path }) => ({ ...denial, ...denialWords(denial), path })),
    };
  }),
});
