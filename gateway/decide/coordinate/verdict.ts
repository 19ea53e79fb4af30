import type { Catalogue, CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { MaskName } from "../../../schema/catalog/vocabulary.ts";
import type { Denial, DenialReason } from "../../../schema/denial.ts";
import { isDivided } from "../../../schema/catalog/rows.ts";
import { reachesAll } from "../../../schema/catalog/divisions.ts";
import type { Grant } from "../../grant/compile-grant.ts";
import type { Entitlement, GrantedOutcome } from "../../grant/grant.ts";
import { intersectScope, type RowScope } from "../../grant/row-scope.ts";

/** The policy's word on one concrete coordinate for one grant. */
export type Verdict =
  | {
      readonly outcome: "CLEAR";
      readonly scope: RowScope;
      readonly grants: readonly string[];
      readonly inputs: readonly DerivationInput[];
    }
  | {
      readonly outcome: "MASKED";
      readonly mask: MaskName;
      readonly scope: RowScope;
      readonly grants: readonly string[];
      readonly inputs: readonly DerivationInput[];
    }
  | { readonly outcome: "DENIED"; readonly denial: Denial };

/** One coordinate that a department reads to compute a field for the caller: a disclosure to THAT department. */
interface DerivationInput {
  readonly department: string;
  readonly coordinate: string;
  readonly outcome: GrantedOutcome;
  readonly scope: RowScope;
  readonly grants: readonly string[];
}

const denialOf = (entitlement: Exclude<Entitlement, { readonly kind: "granted" }>): Denial => {
  switch (entitlement.kind) {
    case "NOT_SHARED":
    case "STOPPED":
    case "NO_GRANT":
      return { reason: entitlement.kind };
    case "NOT_PUBLISHED":
    case "RETIRED":
      return { reason: entitlement.kind, source: entitlement.source };
    case "BARRED": {
      const { id, since, until, reason } = entitlement.bar;
      return { reason: "BARRED", bar: id, since, until, because: reason };
    }
    case "EXPIRED":
      return { reason: "EXPIRED", grant: entitlement.grant, validTo: entitlement.validTo };
    case "NOT_YET_VALID":
      return { reason: "NOT_YET_VALID", grant: entitlement.grant, validFrom: entitlement.validFrom };
    case "PURPOSE_MISMATCH":
      return { reason: "PURPOSE_MISMATCH", purposes: entitlement.purposes };
    case "OUT_OF_SCOPE":
      return { reason: "OUT_OF_SCOPE" };
    case "QUOTA":
      return { reason: "QUOTA", grant: entitlement.grant, until: entitlement.until, department: null };
    case "MASK_UNAVAILABLE":
    case "OFFICER_REQUIRED":
    case "CASE_REQUIRED":
      return { reason: entitlement.kind, grant: entitlement.grant };
  }
};

type Derivation = { readonly inputs: readonly DerivationInput[] } | { readonly denial: Denial };

/** The denial of an input that a department may not have: the quota of its own grant is used up, or it holds none. */
const withheld = (department: string, missing: string, entitlement?: Entitlement): { readonly denial: Denial } => ({
  denial:
    entitlement?.kind === "QUOTA"
      ? { reason: "QUOTA", grant: entitlement.grant, until: entitlement.until, department }
      : { reason: "DERIVATION_NOT_GRANTED", department, missing },
});

/**
 * By which grant a department has an input. What is shared unconditionally comes with the request's own grant as well:
 * whoever may read it in the clear learns nothing about it from what is derived.
 */
const inputEntitlement = (grant: Grant, department: string, input: CatalogItem): Entitlement => {
  const own = grant.inputEntitlementOf(department, input);
  return own.kind === "NO_GRANT" && input.share === "UNCONDITIONAL" ? grant.entitlementOf(input) : own;
};

/**
 * Walks what a field is derived from, chains included: each department on the way must hold its own grant for each input
 * that it does not own (DESIGN: 可用不可见; GHSA-m8jr-fxqx-8xx6). All sources must be able to compute the field, since the
 * planner may choose any of them. What an old system held that was retired is no input any more: no fetch of it is sealed, so the
 * field is worked out as while that system is silent.
 */
const derive = (catalogue: Catalogue, grant: Grant, item: CatalogItem, seen: Set<string>): Derivation => {
  const inputs: DerivationInput[] = [];
  for (const { department, requires } of item.sources) {
    for (const coordinate of requires) {
      const step = `${department} ${coordinate}`;
      if (seen.has(step)) continue;
      seen.add(step);
      const input = catalogue.items.get(coordinate);
      if (!input) return withheld(department, coordinate);
      const entitled = inputEntitlement(grant, department, input);
      if (entitled.kind === "RETIRED") continue;
      const own = input.owners.includes(department);
      const entitlement = own ? undefined : entitled;
      if (entitlement && entitlement.kind !== "granted") return withheld(department, coordinate, entitlement);
      inputs.push({
        department,
        coordinate,
        outcome: entitlement?.outcome ?? "CLEAR",
        scope: entitlement?.scope ?? [""],
        grants: entitlement?.grants ?? [],
      });
      const further = derive(catalogue, grant, input, seen);
      if ("denial" in further) return further;
      inputs.push(...further.inputs);
    }
  }
  return { inputs };
};

/** The derivation of nearly every field: from nothing. */
const AS_IT_IS: Derivation = Object.freeze({ inputs: Object.freeze([]) });

/** Reasons of what is granted, and missing from this request alone: it stays visible, with its own reason. */
const PASSING: ReadonlySet<DenialReason> = new Set(["QUOTA", "OFFICER_REQUIRED", "CASE_REQUIRED"]);

/** The denial itself, where another request of the same caller would not be denied so. */
export function passing(denial: Denial | null): Denial | undefined {
  return denial && PASSING.has(denial.reason) ? denial : undefined;
}

/** The verdict on a coordinate by itself, without the equations that it stands in. */
const verdictAlone = (catalogue: Catalogue, grant: Grant, item: CatalogItem): Verdict => {
  const entitlement = grant.entitlementOf(item);
  if (entitlement.kind !== "granted") return { outcome: "DENIED", denial: denialOf(entitlement) };
  if (item.share === "CONDITIONAL" && !reachesAll(entitlement.scope) && !isDivided(catalogue, item.typeName))
    return { outcome: "DENIED", denial: { reason: "UNDIVIDED", type: item.typeName } };
  const isDerived = item.sources.some(({ requires }) => requires.length > 0);
  const derivation = isDerived ? derive(catalogue, grant, item, new Set()) : AS_IT_IS;
  if ("denial" in derivation) return { outcome: "DENIED", denial: derivation.denial };
  const { scope, grants } = entitlement;
  if (entitlement.outcome === "CLEAR") return { outcome: "CLEAR", scope, grants, inputs: derivation.inputs };
  return item.mask === null
    ? { outcome: "DENIED", denial: { reason: "MASK_UNAVAILABLE", grant: grants[0] ?? "" } }
    : { outcome: "MASKED", mask: item.mask, scope, grants, inputs: derivation.inputs };
};

/**
 * A verdict within that on a term which the coordinate is worked out from: no clearer, and for no further row. Both are told by it, so it
 * takes the grants of both.
 */
const within = (verdict: Verdict, { coordinate, mask }: CatalogItem, of: string, term: Verdict): Verdict => {
  if (verdict.outcome === "DENIED") return verdict;
  if (term.outcome === "DENIED")
    return { outcome: "DENIED", denial: passing(term.denial) ?? { reason: "EQUATION_NOT_GRANTED", term: of } };
  const scope = intersectScope(verdict.scope, term.scope);
  if (scope.length === 0 && verdict.scope.length > 0) return { outcome: "DENIED", denial: { reason: "OUT_OF_SCOPE" } };
  const grants = [...new Set([...verdict.grants, ...term.grants])];
  if (term.outcome === "CLEAR" || verdict.outcome === "MASKED") return { ...verdict, scope, grants };
  if (mask === null) throw new TypeError(`${coordinate} has not the mask of its term ${of}: refuse such a catalogue`);
  return { ...verdict, outcome: "MASKED", mask, scope, grants };
};

/**
 * Decides one concrete coordinate. Pure. What the catalogue does not know is denied. Whatever is worked out from other fields by
 * arithmetic that can be turned around (`Equations`) is given no more clearly than these, whoever's grants give them.
 */
export function verdictFor(catalogue: Catalogue, grant: Grant, coordinate: string): Verdict {
  const item = catalogue.items.get(coordinate);
  if (!item) return { outcome: "DENIED", denial: { reason: "NOT_SHARED" } };
  const terms = catalogue.equations.get(coordinate) ?? [];
  return terms.reduce<Verdict>(
    (verdict, term) =>
      verdict.outcome === "DENIED" ? verdict : within(verdict, item, term, verdictFor(catalogue, grant, term)),
    verdictAlone(catalogue, grant, item),
  );
}
