import { Kind } from "graphql";

import type { CatalogItem, CatalogueProblem, Equations } from "./catalog-item.ts";
import { ITEM_SPECIFICATION, type CatalogueSource } from "./catalogue-source.ts";
import { linkedDirectiveNames } from "./arguments/linked-names.ts";
import { SENSITIVITY_LEVELS, SHARE_TYPES } from "./vocabulary.ts";

/** `Type.field` on an interface stands for that field on each of its concrete types. */
const concrete = ({ index }: CatalogueSource, coordinate: string): readonly string[] => {
  const [typeName = "", fieldName = ""] = coordinate.split(".");
  return (index.possibleTypes.get(typeName) ?? [typeName]).map((name) => `${name}.${fieldName}`);
};

/** Coordinates → those that a directive of the specification lists in its argument `of`, all concrete, each list in order. */
const listedBy = (source: CatalogueSource, directive: string): Map<string, readonly string[]> => {
  const names = linkedDirectiveNames(source.document, ITEM_SPECIFICATION, directive);
  const found = new Map<string, readonly string[]>();
  for (const shape of source.index.types.values())
    for (const [fieldName, field] of shape.fields)
      for (const { name, arguments: given } of field.directives ?? []) {
        const value = given?.find((argument) => argument.name.value === "of")?.value;
        if (!names.has(name.value) || value === undefined) continue;
        const stated = value.kind === Kind.LIST ? value.values : [value];
        const of = stated.flatMap((term) => (term.kind === Kind.STRING ? [term.value] : []));
        addListed(source, found, `${shape.name}.${fieldName}`, of);
      }
  return found;
};

const addListed = (
  source: CatalogueSource,
  found: Map<string, readonly string[]>,
  coordinate: string,
  of: readonly string[],
): void => {
  for (const exact of concrete(source, coordinate)) {
    const all = [...(found.get(exact) ?? []), ...of.flatMap((term) => concrete(source, term))];
    found.set(exact, Object.freeze([...new Set(all)].sort()));
  }
};

/** The owners' equations: from `@equation(of:)`, resolved through `@link` like the classification, and from the overlay. Both count. */
export function readEquations(source: CatalogueSource): Equations {
  const equations = listedBy(source, "equation");
  for (const [coordinate, terms] of source.overlay.equations) addListed(source, equations, coordinate, terms);
  return equations;
}

/**
 * Coordinates → those of other owners that they are worked out from although no fetch brings them, as the same system carries both
 * (`@reads(of:)`). Reading them is a disclosure to the owner of what is worked out, like an input of `@requires`.
 */
export function readReads(source: CatalogueSource): ReadonlyMap<string, readonly string[]> {
  return listedBy(source, "reads");
}

const isLooser = <Word>(words: readonly Word[], one: Word, other: Word): boolean =>
  words.indexOf(one) < words.indexOf(other);

/** The fault of one equation in respect of one term; undefined where the reader of the one may have the other. */
const faultOf = (derived: CatalogItem, term: CatalogItem): string | undefined => {
  const of = `as it is worked out from ${term.coordinate}`;
  if (isLooser(SENSITIVITY_LEVELS, derived.level, term.level))
    return `expected level ${term.level} ${of}, got ${derived.level}`;
  if (isLooser(SHARE_TYPES, derived.share, term.share)) return `expected ${term.share} ${of}, got ${derived.share}`;
  if (derived.mask === term.mask || (term.mask === null && term.level !== derived.level)) return undefined;
  return `expected ${term.mask === null ? "no mask" : `mask ${term.mask}`} ${of}, got ${derived.mask ?? "none"}`;
};

/**
 * Equations whose terms come back from what is worked out from them: a start or a composition MUST refuse them. A term of a lower level
 * may be without a mask: where it is denied, so is what is worked out from it.
 */
export function checkEquations(
  source: CatalogueSource,
  items: ReadonlyMap<string, CatalogItem>,
): readonly CatalogueProblem[] {
  const equations = readEquations(source);
  const problem = (kind: CatalogueProblem["kind"], coordinate: string, message: string): CatalogueProblem =>
    Object.freeze({ severity: "refuse", kind, coordinate, message: `${coordinate}: ${message}` });
  const leadsTo = (from: string, to: string, seen: ReadonlySet<string>): boolean =>
    (equations.get(from) ?? []).some(
      (term) => term === to || (!seen.has(term) && leadsTo(term, to, new Set([...seen, term]))),
    );
  return [...equations].flatMap(([coordinate, terms]) => {
    const derived = items.get(coordinate);
    if (derived === undefined) return [problem("UNKNOWN_COORDINATE", coordinate, "expected a field of this graph")];
    const circular = leadsTo(coordinate, coordinate, new Set());
    return [
      ...(circular ? [problem("EQUATION_UNEQUAL", coordinate, "expected an equation that leads to other fields")] : []),
      ...terms.flatMap((name) => {
        const term = items.get(name);
        if (term === undefined) return [problem("UNKNOWN_COORDINATE", name, "expected a field of this graph")];
        const fault = faultOf(derived, term);
        return fault === undefined ? [] : [problem("EQUATION_UNEQUAL", coordinate, fault)];
      }),
    ];
  });
}

/** The outcome of an equation's fields among what one grant or one decision gives; undefined where it does not give the field. */
export type Given = (coordinate: string) => "CLEAR" | "MASKED" | undefined;

/** A field that is given more clearly than a term that it is worked out from. */
export interface OpenEquation {
  readonly coordinate: string;
  readonly term: string;
  /** The outcome that the term has here; null: it is not given. */
  readonly outcome: "MASKED" | null;
}

/**
 * The equations by which what is given tells more of a term than is given of it, in the order of the catalogue. Pure.
 * @param judged true for the terms that the giver has a say in: those of another owner come by that owner's own grant
 */
export function openEquations(
  equations: Equations,
  given: Given,
  judged: (term: string, of: string) => boolean = () => true,
): readonly OpenEquation[] {
  return [...equations].flatMap(([coordinate, terms]) => {
    const outcome = given(coordinate);
    if (outcome === undefined) return [];
    return terms.flatMap((term): readonly OpenEquation[] => {
      const own = given(term);
      if (own === "CLEAR" || own === outcome) return [];
      if (own === undefined && !judged(term, coordinate)) return [];
      return [{ coordinate, term, outcome: own ?? null }];
    });
  });
}
