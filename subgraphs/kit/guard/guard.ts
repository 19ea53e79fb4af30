import { isObjectType, type GraphQLField, type GraphQLSchema } from "graphql";
import type { ItemArguments } from "../item.ts";
import { countingWork } from "./derived-work.ts";
import { ownFirm } from "./own-firm.ts";
import { applyMiddleware, permissionsOf } from "./permissions.ts";
import { releasing } from "./release.ts";
import { statedIn } from "./revealed-arguments.ts";

const itemOf = (field: GraphQLField<unknown, unknown>): ItemArguments | undefined =>
  statedIn(field.extensions, "item")[0] as ItemArguments | undefined;

const isFederation = (typeName: string, fieldName: string): boolean =>
  typeName.startsWith("_") || (typeName === "Query" && fieldName.startsWith("_"));

/**
 * Every resolvable field of a subgraph by coordinate `Type.field`, as its owner classified it.
 * @throws when a field is not classified: an owner who forgets a field must hear of it at start-up
 */
export function classificationsOf(schema: GraphQLSchema): ReadonlyMap<string, ItemArguments> {
  const found = new Map<string, ItemArguments>();
  const missing: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      if (isFederation(type.name, field.name)) continue;
      const coordinate = `${type.name}.${field.name}`;
      const item = itemOf(field);
      if (item === undefined) missing.push(coordinate);
      else found.set(coordinate, item);
    }
  }
  if (missing.length > 0) throw new Error(`Fields without @item: ${missing.join(", ")}`);
  return found;
}

/**
 * The second gate, at the owner's door: every concrete field answers only to an envelope that names it and reaches its
 * row, and a value that the envelope calls MASKED is masked here. What one fetch has worked out is bounded.
 * @throws when a field has no classification
 */
export function guarded(schema: GraphQLSchema): GraphQLSchema {
  const classifications = classificationsOf(schema);
  const isOwn = ownFirm(schema);
  return applyMiddleware(
    schema,
    permissionsOf(schema, classifications.keys(), isOwn),
    countingWork(schema),
    releasing(classifications, isOwn),
  );
}
