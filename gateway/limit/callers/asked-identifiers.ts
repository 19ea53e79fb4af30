/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: "off" -- it overflows the stack on the recursive types of graphql-js */
import {
  type DocumentNode,
  getNamedType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isScalarType,
  Kind,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Operation } from "../../operation/operation.ts";

type Values = Readonly<Record<string, unknown>>;
/** The identifiers that a request asks for, at most `MOST`. */
type IdentifiersOf = (variables: Values | null | undefined) => readonly string[];

/** The identifiers that an operation asks for with these variables. */
export type IdentifiersIn = (operation: Operation, variables: Values | undefined) => readonly string[];

const MOST = 200;
const DEEPEST = 20;

const holds = (type: GraphQLInputType, scalars: ReadonlySet<string>, seen = new Set<string>()): boolean => {
  const named = getNamedType(type);
  if (scalars.has(named.name)) return true;
  if (!isInputObjectType(named) || seen.has(named.name)) return false;
  seen.add(named.name);
  return Object.values(named.getFields()).some((field) => holds(field.type, scalars, seen));
};

const collect = (
  type: GraphQLInputType,
  value: unknown,
  scalars: ReadonlySet<string>,
  into: string[],
  depth = 0,
): void => {
  if (value === undefined || value === null || depth > DEEPEST || into.length >= MOST) return;
  if (Array.isArray(value)) {
    for (const entry of value as readonly unknown[]) collect(type, entry, scalars, into, depth + 1);
    return;
  }
  const named = getNamedType(type);
  if (isScalarType(named) && scalars.has(named.name) && typeof value === "string") into.push(value);
  if (!isInputObjectType(named) || typeof value !== "object") return;
  for (const field of Object.values(named.getFields())) {
    if (Object.hasOwn(value, field.name)) collect(field.type, (value as Values)[field.name], scalars, into, depth + 1);
  }
};

/** Identifiers that are written into the document itself. */
const literalsOf = (schema: GraphQLSchema, document: DocumentNode, scalars: ReadonlySet<string>): readonly string[] => {
  const found: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      StringValue: ({ value }) => {
        const type = types.getInputType();
        if (type && scalars.has(getNamedType(type).name) && found.length < MOST) found.push(value);
      },
    }),
  );
  return found;
};

/**
 * Compiles the look at a document's identifiers (values of these scalars, in variables or written out); undefined when it
 * can hold none, so that most operations pay nothing per request.
 */
const compileIdentifiers = (
  schema: GraphQLSchema,
  document: DocumentNode,
  scalars: ReadonlySet<string>,
): IdentifiersOf | undefined => {
  const literals = literalsOf(schema, document, scalars);
  const variables = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).flatMap((variable) => {
          const type = typeFromAST(schema, variable.type);
          return isInputType(type) && holds(type, scalars) ? [{ name: variable.variable.name.value, type }] : [];
        })
      : [],
  );
  if (literals.length === 0 && variables.length === 0) return undefined;
  return (given) => {
    const found = [...literals];
    for (const { name, type } of variables) {
      if (given && Object.hasOwn(given, name)) collect(type, given[name], scalars, found);
    }
    return found;
  };
};

/** The look at one schema's operations, compiled once per operation, for values of these scalars. */
export function createIdentifiers(schema: GraphQLSchema, scalars: ReadonlySet<string>): IdentifiersIn {
  const compile = ({ document }: Operation): IdentifiersOf | undefined => compileIdentifiers(schema, document, scalars);
  return (operation, variables) => operation.derived(compile)?.(variables) ?? [];
}
