/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: "off" -- it overflows the stack on the recursive types of graphql-js */
import {
  type FieldNode,
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isScalarType,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Operation } from "../../operation/operation.ts";

type Values = Readonly<Record<string, unknown>>;

/** One identifier that a field is asked with. */
export interface AskedIdentifier {
  readonly identifier: string;
  /** The field's other arguments as JSON, pages left out; empty without any. The same number with others is another try. */
  readonly along: string;
  /** Key of the answer under which the field stands; null below the root, where it may stand many times. */
  readonly rootKey: string | null;
}

/** The identifiers that a request asks for with these variables, at most `MOST`. */
export type IdentifiersIn = (operation: Operation, variables: Values | undefined) => readonly AskedIdentifier[];

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

/** Arguments that cut a list that was found already. */
const PAGES: ReadonlySet<string> = new Set(["first", "last", "limit", "after", "before"]);

interface AskingField {
  readonly node: FieldNode;
  readonly rootKey: string | null;
  /** Arguments that can hold an identifier. */
  readonly holding: readonly GraphQLArgument[];
}

/** Fields of the document that can be asked with an identifier. */
const askingFields = (
  schema: GraphQLSchema,
  { document }: Operation,
  scalars: ReadonlySet<string>,
): readonly AskingField[] => {
  const found: AskingField[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => {
        const holding = types.getFieldDef()?.args.filter(({ type }) => holds(type, scalars)) ?? [];
        if (holding.length === 0) return;
        const isRoot = types.getParentType() === schema.getQueryType();
        found.push({ node, holding, rootKey: isRoot ? (node.alias ?? node.name).value : null });
      },
    }),
  );
  return found;
};

const askedBy = (
  { node, holding, rootKey }: AskingField,
  scalars: ReadonlySet<string>,
  variables: Values,
): readonly AskedIdentifier[] => {
  const identifiers: string[] = [];
  const others: [string, unknown][] = [];
  for (const { name, value: literal } of node.arguments ?? []) {
    const value = valueFromASTUntyped(literal, variables);
    const argument = holding.find((one) => one.name === name.value);
    if (argument) collect(argument.type, value, scalars, identifiers);
    else if (!PAGES.has(name.value) && value !== undefined) others.push([name.value, value]);
  }
  const along = others.length === 0 ? "" : JSON.stringify(others.sort(([one], [other]) => (one < other ? -1 : 1)));
  return identifiers.map((identifier) => ({ identifier, along, rootKey }));
};

/**
 * The look at one schema's operations for values of these scalars, compiled once per operation: most hold none, and pay nothing
 * per request.
 */
export function createIdentifiers(schema: GraphQLSchema, scalars: ReadonlySet<string>): IdentifiersIn {
  const compile = (operation: Operation): readonly AskingField[] => askingFields(schema, operation, scalars);
  return (operation, variables = {}) =>
    operation
      .derived(compile)
      .flatMap((field) => askedBy(field, scalars, variables))
      .slice(0, MOST);
}
