import type { DocumentNode, GraphQLSchema } from "graphql";
import { isAbstractType, isCompositeType, TypeInfo, visit, visitWithTypeInfo } from "graphql";

/**
 * The coordinates that a document selects, once each, in the order of the document. A field of an interface also
 * counts for every type that implements it. Fields that the schema does not know are left out.
 */
export function coordinatesOf(document: DocumentNode, schema: GraphQLSchema): readonly string[] {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  const Field = () => {
    const parent = types.getParentType();
    const field = types.getFieldDef();
    if (!isCompositeType(parent) || field === null || field === undefined) return;
    if (parent.name.startsWith("__") || field.name.startsWith("__")) return; // introspection
    found.add(`${parent.name}.${field.name}`);
    if (!isAbstractType(parent)) return;
    for (const type of schema.getPossibleTypes(parent)) found.add(`${type.name}.${field.name}`);
  };
  visit(document, visitWithTypeInfo(types, { Field }));
  return [...found];
}
