import { isObjectType, type GraphQLField, type GraphQLSchema } from "graphql";
import type { FieldClassification } from "./envelope-gate.ts";
import type { ItemArguments } from "./item.ts";

type Applied = readonly { readonly name: string; readonly args?: object }[] | Readonly<Record<string, unknown>>;

const itemOf = (field: GraphQLField<unknown, unknown>): ItemArguments | undefined => {
  const applied = field.extensions["directives"] as Applied | undefined;
  if (applied === undefined) return undefined;
  if (Array.isArray(applied)) {
    const list = applied as readonly { readonly name: string; readonly args?: object }[];
    return list.find(({ name }) => name === "item")?.args as ItemArguments | undefined;
  }
  const item = (applied as Readonly<Record<string, unknown>>)["item"];
  return (Array.isArray(item) ? item[0] : item) as ItemArguments | undefined;
};

const isFederation = (typeName: string, fieldName: string): boolean =>
  typeName.startsWith("_") || (typeName === "Query" && fieldName.startsWith("_"));

/**
 * Every resolvable field of a subgraph by coordinate, as its owner classified it.
 * @throws when a field is not classified: an owner who forgets a field must hear of it at start-up
 */
export const classificationsOf = (schema: GraphQLSchema): ReadonlyMap<string, FieldClassification> => {
  const found = new Map<string, FieldClassification>();
  const missing: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      if (isFederation(type.name, field.name)) continue;
      const coordinate = `${type.name}.${field.name}`;
      const item = itemOf(field);
      if (item === undefined) missing.push(coordinate);
      else found.set(coordinate, { mask: item.mask });
    }
  }
  if (missing.length > 0) throw new Error(`Fields without @item: ${missing.join(", ")}`);
  return found;
};
