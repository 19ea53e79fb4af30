import { isObjectType, type GraphQLField, type GraphQLSchema } from "graphql";
import type { SubgraphContext } from "../context.ts";
import type { ItemArguments } from "../item.ts";
import { countingWork } from "./derived-work.ts";
import { fieldAt } from "./fields.ts";
import { ownFirm } from "./own-firm.ts";
import { applyMiddleware, decisionsOf, permissionsOf, type Decide } from "./permissions.ts";
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

/** True where the decision is yes; whatever else comes of it is the rule map's to tell. */
const isYes = (decide: Decide, ...given: Parameters<Decide>): boolean => {
  try {
    return decide(...given) === true;
  } catch {
    return false;
  }
};

/**
 * Takes a value whose own decision is yes straight from `released`, and asks `judged`, the rule map before it, for everything else. The
 * rule map comes to the same decision by the same function, with five promises for each value of an answer.
 */
function straight(
  judged: GraphQLSchema,
  released: GraphQLSchema,
  decisions: ReadonlyMap<string, Decide>,
): GraphQLSchema {
  for (const [coordinate, decide] of decisions) {
    const field = fieldAt(judged, coordinate);
    const [open, shut] = [fieldAt(released, coordinate).resolve, field.resolve];
    if (open === undefined || shut === undefined)
      throw new Error(`${coordinate}: expected a resolver behind each gate`);
    field.resolve = (parent, given: Parameters<Decide>[1], context, info) =>
      (isYes(decide, parent, given, context as SubgraphContext) ? open : shut)(parent, given, context, info);
  }
  return judged;
}

/**
 * The second gate, at the owner's door: every concrete field answers only to an envelope that names it and reaches its
 * row, and a value that the envelope calls MASKED is masked here. What one fetch has worked out is bounded.
 * @throws when a field has no classification
 */
export function guarded(schema: GraphQLSchema): GraphQLSchema {
  const classifications = classificationsOf(schema);
  const isOwn = ownFirm(schema);
  const decisions = decisionsOf(schema, classifications.keys(), isOwn);
  const released = applyMiddleware(schema, countingWork(schema), releasing(schema, classifications, isOwn));
  return straight(applyMiddleware(released, permissionsOf(schema, decisions)), released, decisions);
}
