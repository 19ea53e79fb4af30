import type { RequiresSelection } from "@graphql-hive/router-query-planner";
import type { GraphQLSchema } from "graphql";
import { isObject, type JsonObject, reader } from "../json.ts";
import { compileTypeTest } from "./type-conditions.ts";

/**
 * Writes what a subgraph must know of an entity as JSON text, which is also the key under which equal ones are sent once.
 * undefined: the entity cannot be asked for (nothing of it but its type is known).
 */
export type Represent = (entity: JsonObject) => string | undefined;

/** Text of one required value; undefined leaves the key out. */
type WriteRequired = (value: unknown) => string | undefined;

interface RequiredField {
  readonly prefix: string;
  readonly read: (entity: JsonObject) => unknown;
  readonly write: WriteRequired;
}

/** JSON text of any value; what JSON cannot say is left out. */
const writeAny: WriteRequired = (value) => (value === undefined || value === null ? undefined : JSON.stringify(value));

const writeNested = (selections: readonly RequiresSelection[], schema: GraphQLSchema): WriteRequired => {
  const represent = compileObject(selections, schema);
  const write: WriteRequired = (value) => {
    if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? "null").join(",")}]`;
    return isObject(value) ? represent(value) : undefined;
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
  for (const selection of selections) {
    if (selection.kind === "Field") {
      const key = selection.alias ?? selection.name;
      const [byName, byAlias] = [reader(selection.name), reader(key)];
      fields.set(key, {
        prefix: `${JSON.stringify(key)}:`,
        read: (entity) => byName(entity) ?? byAlias(entity),
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
  const start = named ? `{"__typename":${JSON.stringify(sentTypeName ?? typeName)}` : "{";
  return (entity) => {
    let text = start;
    for (const field of fields) {
      const value = field.write(field.read(entity));
      if (value !== undefined) text += (text.length > 1 ? "," : "") + field.prefix + value;
    }
    return text.length === start.length ? undefined : `${text}}`;
  };
};

/** Specialises per `__typename` seen; the number of types is the schema's, as others have no fields to give. */
const compileObject = (
  selections: readonly RequiresSelection[],
  schema: GraphQLSchema,
  sentTypeName?: (typeName: string) => string,
): Represent => {
  const byType = new Map<string, Represent>();
  const untyped = compileForType(undefined, selections, schema, undefined);
  return (entity) => {
    const typeName = entity["__typename"];
    if (typeof typeName !== "string") return untyped(entity);
    let represent = byType.get(typeName);
    if (represent === undefined) {
      if (schema.getType(typeName) === undefined) return undefined;
      represent = compileForType(typeName, selections, schema, sentTypeName?.(typeName));
      byType.set(typeName, represent);
    }
    return represent(entity);
  };
};

/** Compiles a fetch's `requires`; entities without `__typename` are never represented. */
export const compileRepresent = (
  selections: readonly RequiresSelection[],
  schema: GraphQLSchema,
  sentTypeName: (typeName: string) => string = (typeName) => typeName,
): Represent => {
  const represent = compileObject(selections, schema, sentTypeName);
  return (entity) => (typeof entity["__typename"] === "string" ? represent(entity) : undefined);
};
