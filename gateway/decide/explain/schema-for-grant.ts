import {
  type DefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  print,
  printSchema,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
} from "graphql";
import { maskNote } from "../../../schema/catalog/masks/mask-note.ts";
import { concreteTypes, hasFields } from "../../operation/concrete-types.ts";
import type { Judge } from "../coordinate/judge.ts";

/** The fields of each type that a grant reaches. */
type Reach = ReadonlyMap<string, Set<string>>;

const isReached = (schema: GraphQLSchema, reach: Reach, type: GraphQLNamedType): boolean =>
  !isCompositeType(type) ||
  (concreteTypes(schema, type).some(({ name }) => (reach.get(name)?.size ?? 0) > 0) &&
    reach.get(type.name)?.size !== 0);

const isGiven = (judge: Judge, typeName: string, fieldName: string): boolean =>
  judge.isFree(typeName, fieldName) || judge.verdict(typeName, fieldName).outcome !== "DENIED";

/** What an interface promises has to be true of every type that is reached and implements it. */
const isPromised = (schema: GraphQLSchema, reach: Reach, type: GraphQLNamedType, fieldName: string): boolean =>
  !isInterfaceType(type) ||
  concreteTypes(schema, type).every(({ name }) => {
    const fields = reach.get(name);
    return fields === undefined || fields.size === 0 || fields.has(fieldName);
  });

/** Takes away what leads to nothing, until nothing does: a field may be given and its objects be of types of which no field is. */
const reachOf = (schema: GraphQLSchema, judge: Judge): Reach => {
  const types = Object.values(schema.getTypeMap()).filter(hasFields);
  const reach = new Map(
    types.map((type) => [
      type.name,
      new Set(
        Object.keys(type.getFields()).filter((field) => isInterfaceType(type) || isGiven(judge, type.name, field)),
      ),
    ]),
  );
  for (let isStable = false; !isStable;) {
    isStable = true;
    for (const type of types) {
      const fields = reach.get(type.name) ?? new Set();
      for (const field of fields) {
        const leadsTo = type.getFields()[field]?.type;
        if (leadsTo && isReached(schema, reach, getNamedType(leadsTo)) && isPromised(schema, reach, type, field))
          continue;
        fields.delete(field);
        isStable = false;
      }
    }
  }
  return reach;
};

/** Names of the types that somebody meets who begins at the roots. */
const metFrom = (schema: GraphQLSchema, reach: Reach): ReadonlySet<string> => {
  const met = new Set<string>();
  const meet = (type: GraphQLNamedType): void => {
    if (met.has(type.name) || !isReached(schema, reach, type)) return;
    met.add(type.name);
    if (isUnionType(type) || isInterfaceType(type)) for (const one of concreteTypes(schema, type)) meet(one);
    if (isObjectType(type)) for (const one of type.getInterfaces()) meet(one);
    if (hasFields(type)) {
      const given = reach.get(type.name);
      for (const field of Object.values(type.getFields())) {
        if (given?.has(field.name) !== true) continue;
        meet(getNamedType(field.type));
        for (const argument of field.args) meet(getNamedType(argument.type));
      }
    }
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) meet(getNamedType(field.type));
  };
  for (const root of [schema.getQueryType(), schema.getMutationType()]) if (root) meet(root);
  return met;
};

const told = (field: FieldDefinitionNode, typeName: string, judge: Judge): FieldDefinitionNode => {
  const name = field.name.value;
  const verdict = judge.isFree(typeName, name) ? undefined : judge.verdict(typeName, name);
  if (verdict?.outcome !== "MASKED") return field;
  const { value = "" } = field.description ?? {};
  return {
    ...field,
    description: { kind: Kind.STRING, value: `${value}${maskNote(verdict.mask)}`, block: true },
  };
};

/**
 * The schema as far as a grant reaches, as SDL: types of which nothing is given are not in it, descriptions stay, and a field that is
 * masked says so. What rows are given, and what a quota leaves, an answer alone tells; and objects of a type that is not in it are null
 * where an interface or a union could bring them.
 */
export function schemaForGrant(schema: GraphQLSchema, judge: Judge): string {
  const reach = reachOf(schema, judge);
  const met = metFrom(schema, reach);
  const isMet = ({ name }: { readonly name: { readonly value: string } }): boolean => met.has(name.value);
  const narrowed = <Node extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(node: Node): Node => {
    const { value } = node.name;
    const fields = (node.fields ?? []).filter(({ name }) => reach.get(value)?.has(name.value));
    const interfaces = (node.interfaces ?? []).filter(({ name }) => (reach.get(name.value)?.size ?? 0) > 0);
    return { ...node, interfaces, fields: fields.map((field) => told(field, value, judge)) };
  };
  const kept = (node: DefinitionNode): readonly DefinitionNode[] => {
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        return isMet(node) && (reach.get(node.name.value)?.size ?? 0) > 0 ? [narrowed(node)] : [];
      case Kind.UNION_TYPE_DEFINITION:
        return isMet(node) ? [{ ...node, types: (node.types ?? []).filter(isMet) }] : [];
      case Kind.ENUM_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_DEFINITION:
        return isMet(node) ? [node] : [];
      default:
        return [];
    }
  };
  const { definitions } = parse(printSchema(schema), { noLocation: true });
  return `${print({ kind: Kind.DOCUMENT, definitions: definitions.flatMap(kept) })}\n`;
}
