import { isCompositeType, Kind, type GraphQLSchema, type SelectionSetNode } from "graphql";

import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import type { Operation } from "../../operation/operation.ts";
import { concreteTypes } from "../../operation/concrete-types.ts";
import { createRevealedIn } from "../coordinate/policy-question.ts";
import { widestExposure } from "../coordinate/reveals.ts";

/**
 * Coordinates that an operation needs on every concrete type, sorted: the fields that it selects, what these are worked out from by
 * arithmetic (`Equations`), and what its arguments give away with any values of its variables. Pure. Grants have no say in it, so nobody's standing shows.
 */
export function neededCoordinates(
  { node, fragments }: Pick<Operation, "node" | "fragments">,
  schema: GraphQLSchema,
  catalogue: Catalogue,
): readonly string[] {
  const needed = new Set<string>();
  const need = (coordinate: string): void => {
    if (needed.has(coordinate)) return;
    needed.add(coordinate);
    for (const term of catalogue.equations.get(coordinate) ?? []) need(term);
  };
  const revealedIn = createRevealedIn(schema, catalogue, widestExposure(schema, catalogue, node));
  const possibleTypes = (typeName: string): readonly string[] => {
    const type = schema.getType(typeName);
    return isCompositeType(type) ? concreteTypes(schema, type).map(({ name }) => name) : [typeName];
  };
  const visited = new Map<SelectionSetNode, Set<string>>();
  const walk = (types: readonly string[], set: SelectionSetNode): void => {
    const seen = visited.get(set) ?? new Set();
    visited.set(set, seen);
    const on = types.filter((typeName) => !seen.has(typeName));
    for (const typeName of on) seen.add(typeName);
    if (on.length > 0) for (const selection of set.selections) select(on, selection);
  };
  const narrowed = (types: readonly string[], condition: string | undefined): readonly string[] => {
    const possible = condition === undefined ? types : possibleTypes(condition);
    return types.filter((typeName) => possible.includes(typeName));
  };
  const select = (types: readonly string[], selection: SelectionSetNode["selections"][number]): void => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      walk(narrowed(types, selection.typeCondition?.name.value), selection.selectionSet);
    } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value);
      if (fragment) walk(narrowed(types, fragment.typeCondition.name.value), fragment.selectionSet);
    } else {
      for (const typeName of types) {
        const coordinate = `${typeName}.${selection.name.value}`;
        const item = catalogue.items.get(coordinate);
        if (!item) continue;
        need(coordinate);
        for (const told of revealedIn(typeName, selection)) need(told.coordinate);
        if (selection.selectionSet) walk(possibleTypes(item.type), selection.selectionSet);
      }
    }
  };
  walk(possibleTypes(schema.getRootType(node.operation)?.name ?? ""), node.selectionSet);
  return Object.freeze([...needed].sort());
}
