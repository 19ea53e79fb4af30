import type { RequiresSelection } from "@graphql-hive/router-query-planner";
import { type GraphQLSchema, type ConstDirectiveNode, Kind, parse } from "graphql";
import { isObject, type JsonObject, narrow, reader } from "../json.ts";
import { compileTypeTest } from "./type-conditions.ts";

const keyOf = (directive: ConstDirectiveNode): string | undefined => {
  const value = directive.arguments?.find((argument) => argument.name.value === "key")?.value;
  return directive.name.value === "join__type" && value?.kind === Kind.STRING ? value.value : undefined;
};

const topLevelNames = (key: string): readonly string[] => {
  const [definition] = parse(`{${key}}`, { noLocation: true }).definitions;
  const selections = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  return selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
};

/** The fields of a type that any of its keys is made of, in any subgraph: without a value they identify nothing. */
const keyFields = (schema: GraphQLSchema, typeName: string): ReadonlySet<string> => {
  const directives = schema.getType(typeName)?.astNode?.directives ?? [];
  return new Set(directives.flatMap((directive) => topLevelNames(keyOf(directive) ?? "__typename")));
};

/** An entity's representation for a subgraph. Both answer undefined when nothing of it but its type is known. */
export interface Represent {
  /** JSON text of the representation. */
  readonly write: (entity: JsonObject) => string | undefined;
  /** Something that entities of one type have in common exactly when their texts are equal; cheaper than the text. */
  readonly identify: (entity: JsonObject) => unknown;
}

/** Text of one required value; undefined leaves the key out. */
type WriteRequired = (value: unknown) => string | undefined;

interface RequiredField {
  /** Part of a key: null is then as good as nothing. */
  readonly identifies: boolean;
  readonly prefix: string;
  readonly read: (entity: JsonObject) => unknown;
  readonly write: WriteRequired;
}

/** JSON text of any value; what was not fetched is left out, a null that was fetched is told as null. */
const writeAny: WriteRequired = (value) => (value === undefined ? undefined : JSON.stringify(value));

const writeNested = (selections: readonly RequiresSelection[], schema: GraphQLSchema): WriteRequired => {
  const represent = compileObject(selections, schema);
  const write: WriteRequired = (value) => {
    if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? "null").join(",")}]`;
    if (isObject(value)) return represent.write(value);
    return value === null ? "null" : undefined;
  };
  return write;
};

/** The fields that one concrete type contributes, type conditions resolved. */
const fieldsFor = (
  typeName: string | undefined,
  selections: readonly RequiresSelection[],
  schema: GraphQLSchema,
  fields: Map<string, RequiredField>,
): void => {
  const keys = typeName === undefined ? undefined : keyFields(schema, typeName);
  for (const selection of selections) {
    if (selection.kind === "Field") {
      const key = selection.alias ?? selection.name;
      const byName = reader(selection.name);
      const byAlias = key === selection.name ? byName : reader(key);
      fields.set(key, {
        identifies: keys?.has(selection.name) === true,
        prefix: narrow(`${JSON.stringify(key)}:`),
        read: byName === byAlias ? byName : (entity) => byName(entity) ?? byAlias(entity),
        write: selection.selections ? writeNested(selection.selections, schema) : writeAny,
      });
    } else if (selection.kind === "InlineFragment") {
      if (typeName !== undefined && compileTypeTest(schema, [selection.typeCondition])(typeName)) {
        fieldsFor(typeName, selection.selections, schema, fields);
      }
    }
  }
};

/** `sentTypeName` set: the type's name is always sent; otherwise only where it was selected. */
const compileForType = (
  typeName: string | undefined,
  selections: readonly RequiresSelection[],
  schema: GraphQLSchema,
  sentTypeName: string | undefined,
): Represent => {
  const byKey = new Map<string, RequiredField>();
  fieldsFor(typeName, selections, schema, byKey);
  const selected = byKey.delete("__typename");
  const fields = [...byKey.values()];
  const named = typeName !== undefined && (selected || sentTypeName !== undefined);
  const start = named ? narrow(`{"__typename":${JSON.stringify(sentTypeName ?? typeName)}`) : "{";
  const write = (entity: JsonObject): string | undefined => {
    let text = start;
    let known = false;
    for (const field of fields) {
      const value = field.write(field.read(entity));
      if (value === undefined || (value === "null" && field.identifies)) continue;
      known ||= value !== "null";
      text += (text.length > 1 ? "," : "") + field.prefix + value;
    }
    return known ? `${text}}` : undefined;
  };
  const [only, ...others] = fields;
  if (only === undefined || others.length > 0) return { write, identify: write };
  // A single key, the usual case, identifies by itself: its text need not be put together for every row.
  const identify = (entity: JsonObject): unknown => {
    const value = only.read(entity);
    return typeof value === "string" ? value : write(entity);
  };
  return { write, identify };
};

const nothing: Represent = { write: () => undefined, identify: () => undefined };

/** Specialises per `__typename` seen; the number of types is the schema's, as others have no fields to give. */
const compileObject = (
  selections: readonly RequiresSelection[],
  schema: GraphQLSchema,
  sentTypeName?: (typeName: string) => string,
): Represent => {
  const byType = new Map<string, Represent>();
  const untyped = compileForType(undefined, selections, schema, undefined);
  const of = (entity: JsonObject): Represent => {
    const typeName = entity["__typename"];
    if (typeof typeName !== "string") return untyped;
    let represent = byType.get(typeName);
    if (represent === undefined) {
      if (schema.getType(typeName) === undefined) return nothing;
      represent = compileForType(typeName, selections, schema, sentTypeName?.(typeName));
      byType.set(typeName, represent);
    }
    return represent;
  };
  return { write: (entity) => of(entity).write(entity), identify: (entity) => of(entity).identify(entity) };
};

/** Compiles a fetch's `requires`. MUST be used for entities with a `__typename` only. */
export function compileRepresent(
  selections: readonly RequiresSelection[],
  schema: GraphQLSchema,
  sentTypeName: (typeName: string) => string = (typeName) => typeName,
): Represent {
  return compileObject(selections, schema, sentTypeName);
}
