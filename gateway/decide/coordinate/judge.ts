import { type GraphQLSchema, isCompositeType } from "graphql";
import type { Catalogue, CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { Denial } from "../../../schema/denial.ts";
import type { Grant } from "../../grant/compile-grant.ts";
import { concreteTypes, hasFields } from "../../operation/concrete-types.ts";
import { passing, verdictFor, type Verdict } from "./verdict.ts";

/** Answers for one grant on one schema; every answer is computed once. */
export interface Judge {
  /** True for a field of the schema itself or of the hub's own graph: nobody's data, so no grant is asked for. */
  isFree(typeName: string, fieldName: string): boolean;
  /** The verdict on a field of a concrete object type, its type's visibility included. */
  verdict(typeName: string, fieldName: string): Verdict;
  /** The denial of every object of this concrete type, `__typename` included; undefined when they may be seen. */
  typeDenial(typeName: string): Denial | undefined;
  /** Concrete types of a composite type. */
  possibleTypes(typeName: string): readonly string[];
}

/** No part of the graph is the hub's. */
const NOTHING_OWN: ReadonlySet<string> = new Set();

const memoise = <Result>(compute: (key: string) => Result): ((key: string) => Result) => {
  const known = new Map<string, Result>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const result = compute(key);
    known.set(key, result);
    return result;
  };
};

/**
 * A judge. An object type is visible when at least one of its fields is granted (root types always are); a field whose
 * objects are all of invisible types is denied as a whole, so that not even their number is shown.
 */
export function createJudge(
  schema: GraphQLSchema,
  catalogue: Catalogue,
  grant: Grant,
  own: ReadonlySet<string> = NOTHING_OWN,
): Judge {
  const roots = new Set<unknown>([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const byCoordinate = memoise((coordinate) => verdictFor(catalogue, grant, coordinate));
  const possibleTypes = memoise((typeName): readonly string[] => {
    const type = schema.getType(typeName);
    return isCompositeType(type) ? concreteTypes(schema, type).map(({ name }) => name) : [];
  });
  const denialOfType = memoise((typeName): Denial | null => {
    const type = schema.getType(typeName);
    if (!hasFields(type) || roots.has(type) || typeName.startsWith("__") || own.has(typeName)) return null;
    const coordinates = Object.keys(type.getFields()).map((fieldName) => `${typeName}.${fieldName}`);
    if (coordinates.some((coordinate) => byCoordinate(coordinate).outcome !== "DENIED")) return null;
    const denials = coordinates.map(byCoordinate).map((verdict) => ("denial" in verdict ? verdict.denial : null));
    return denials.find(passing) ?? Object.freeze({ reason: "TYPE_NOT_GRANTED", type: typeName });
  });
  const hiddenBehind = ({ leaf, type }: CatalogItem): Denial | undefined => {
    if (leaf) return undefined;
    const denials = possibleTypes(type).map((possible) => denialOfType(possible));
    if (denials.includes(null)) return undefined;
    return denials.find(passing) ?? { reason: "TYPE_NOT_GRANTED", type };
  };
  const decideField = (coordinate: string): Verdict => {
    const verdict = byCoordinate(coordinate);
    const item = verdict.outcome === "DENIED" ? undefined : catalogue.items.get(coordinate);
    const denial = item && hiddenBehind(item);
    return denial ? { outcome: "DENIED", denial } : verdict;
  };
  const verdicts = new Map<string, Map<string, Verdict>>();
  const partlyOwn = new Set([...own].map((coordinate) => coordinate.split(".")[0]));
  return {
    isFree: (typeName, fieldName) =>
      typeName.startsWith("__") ||
      fieldName === "__schema" ||
      fieldName === "__type" ||
      own.has(typeName) ||
      (partlyOwn.has(typeName) && own.has(`${typeName}.${fieldName}`)),
    verdict: (typeName, fieldName) => {
      const ofType = verdicts.get(typeName);
      const known = ofType?.get(fieldName);
      if (known) return known;
      const verdict = decideField(`${typeName}.${fieldName}`);
      if (ofType) ofType.set(fieldName, verdict);
      else verdicts.set(typeName, new Map([[fieldName, verdict]]));
      return verdict;
    },
    typeDenial: (typeName) => denialOfType(typeName) ?? undefined,
    possibleTypes,
  };
}
