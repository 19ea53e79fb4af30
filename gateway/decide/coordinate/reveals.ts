/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: "off" -- it overflows the stack on the recursive types of graphql-js */
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  Kind,
  type GraphQLArgument,
  type GraphQLInputType,
  type OperationDefinitionNode,
  type GraphQLSchema,
  type ValueNode,
  typeFromAST,
  isInputType,
  type FieldNode,
} from "graphql";
import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";

/** A coordinate that some part of an argument gives away, and that part's own schema coordinate. */
export interface Revealed {
  readonly argument: string;
  readonly coordinate: string;
}

/** The coordinates that the values of this request's variables give away, by variable name. Without sensitive variables it is empty. */
export type Exposure = ReadonlyMap<string, readonly Revealed[]>;

/** The exposure of a request whose variables give nothing away. */
export const NO_EXPOSURE: Exposure = new Map();

const revealedAt = (catalogue: Catalogue, argument: string): readonly Revealed[] =>
  (catalogue.reveals.get(argument) ?? []).map((coordinate) => ({ argument, coordinate }));

/** Collects the coordinates that a plain value (a variable, a default) gives away. An input field counts when it is there, null included. */
const inValue = (catalogue: Catalogue, type: GraphQLInputType, value: unknown, into: Revealed[], depth = 0): void => {
  if (value === undefined || depth > 50) return;
  if (Array.isArray(value)) {
    for (const entry of value as readonly unknown[]) inValue(catalogue, type, entry, into, depth + 1);
    return;
  }
  const named = getNamedType(type);
  if (isEnumType(named) && typeof value === "string") into.push(...revealedAt(catalogue, `${named.name}.${value}`));
  if (!isInputObjectType(named) || typeof value !== "object" || value === null) return;
  for (const field of Object.values(named.getFields())) {
    const given = Object.hasOwn(value, field.name);
    const inner: unknown = given ? (value as Record<string, unknown>)[field.name] : field.defaultValue;
    if (!given && (inner === undefined || inner === null)) continue;
    into.push(...revealedAt(catalogue, `${named.name}.${field.name}`));
    inValue(catalogue, field.type, inner, into, depth + 1);
  }
};

/** Collects the coordinates that a literal gives away; a variable inside it gives away what its value does. */
const inLiteral = (
  catalogue: Catalogue,
  type: GraphQLInputType,
  value: ValueNode,
  exposure: Exposure,
  into: Revealed[],
): void => {
  const named = getNamedType(type);
  if (value.kind === Kind.VARIABLE) into.push(...(exposure.get(value.name.value) ?? []));
  if (value.kind === Kind.LIST) for (const entry of value.values) inLiteral(catalogue, type, entry, exposure, into);
  if (value.kind === Kind.ENUM && isEnumType(named))
    into.push(...revealedAt(catalogue, `${named.name}.${value.value}`));
  if (value.kind !== Kind.OBJECT || !isInputObjectType(named)) return;
  const given = new Map(value.fields.map((field) => [field.name.value, field.value]));
  for (const field of Object.values(named.getFields())) {
    const literal = given.get(field.name);
    if (literal === undefined && (field.defaultValue === undefined || field.defaultValue === null)) continue;
    into.push(...revealedAt(catalogue, `${named.name}.${field.name}`));
    if (literal) inLiteral(catalogue, field.type, literal, exposure, into);
    else inValue(catalogue, field.type, field.defaultValue, into);
  }
};

/**
 * The coordinates that the arguments of one field give away on one concrete type: arguments that are written (whatever their value) and
 * those with a default, with every input field and enum value inside. A variable counts as given.
 */
export function revealedByField(
  catalogue: Catalogue,
  typeName: string,
  field: FieldNode,
  declared: readonly GraphQLArgument[],
  exposure: Exposure,
): readonly Revealed[] {
  const revealed: Revealed[] = [];
  for (const argument of declared) {
    const literal = field.arguments?.find((candidate) => candidate.name.value === argument.name)?.value;
    if (literal === undefined && (argument.defaultValue === undefined || argument.defaultValue === null)) continue;
    revealed.push(...revealedAt(catalogue, `${typeName}.${field.name.value}(${argument.name}:)`));
    if (literal) inLiteral(catalogue, argument.type, literal, exposure, revealed);
    else inValue(catalogue, argument.type, argument.defaultValue, revealed);
  }
  return revealed;
}

/** True when some value of the type gives a coordinate away. */
const canReveal = (catalogue: Catalogue, type: GraphQLInputType, seen = new Set<string>()): boolean => {
  const named = getNamedType(type);
  if (seen.has(named.name)) return false;
  seen.add(named.name);
  if (isEnumType(named)) return named.getValues().some((value) => catalogue.reveals.has(`${named.name}.${value.name}`));
  if (!isInputObjectType(named)) return false;
  return Object.values(named.getFields()).some(
    (field) => catalogue.reveals.has(`${named.name}.${field.name}`) || canReveal(catalogue, field.type, seen),
  );
};

/**
 * Compiles the look at an operation's variables: undefined when no variable can give anything away, so that most operations
 * pay nothing per request. A default in the operation counts although a request may override it.
 */
export function compileExposure(
  schema: GraphQLSchema,
  catalogue: Catalogue,
  operation: OperationDefinitionNode,
): ((variables: Readonly<Record<string, unknown>>) => Exposure) | undefined {
  const sensitive = (operation.variableDefinitions ?? []).flatMap((definition) => {
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type) || !canReveal(catalogue, type)) return [];
    const byDefault: Revealed[] = [];
    if (definition.defaultValue) inLiteral(catalogue, type, definition.defaultValue, NO_EXPOSURE, byDefault);
    return [{ name: definition.variable.name.value, type, byDefault }];
  });
  if (sensitive.length === 0) return undefined;
  return (variables) => {
    const exposure = new Map<string, readonly Revealed[]>();
    for (const { name, type, byDefault } of sensitive) {
      const revealed = [...byDefault];
      if (Object.hasOwn(variables, name)) inValue(catalogue, type, variables[name], revealed);
      if (revealed.length > 0) exposure.set(name, revealed);
    }
    return exposure;
  };
}

/** All that a value of the type could give away. */
const inAnyValue = (catalogue: Catalogue, type: GraphQLInputType, into: Revealed[], seen = new Set<string>()): void => {
  const named = getNamedType(type);
  if (seen.has(named.name)) return;
  seen.add(named.name);
  if (isEnumType(named))
    for (const { name } of named.getValues()) into.push(...revealedAt(catalogue, `${named.name}.${name}`));
  if (!isInputObjectType(named)) return;
  for (const field of Object.values(named.getFields())) {
    into.push(...revealedAt(catalogue, `${named.name}.${field.name}`));
    inAnyValue(catalogue, field.type, into, seen);
  }
};

/** The exposure of an operation whose variables have no values yet: everything that any values could give away. */
export function widestExposure(
  schema: GraphQLSchema,
  catalogue: Catalogue,
  { variableDefinitions = [] }: OperationDefinitionNode,
): Exposure {
  return new Map(
    variableDefinitions.map(({ variable, type: node }) => {
      const revealed: Revealed[] = [];
      const type = typeFromAST(schema, node);
      if (isInputType(type)) inAnyValue(catalogue, type, revealed);
      return [variable.name.value, revealed];
    }),
  );
}

/** Equal keys promise equal exposures. */
export function exposureKey(exposure: Exposure): string {
  return exposure.size === 0
    ? ""
    : JSON.stringify(
        [...exposure].map(([name, revealed]) => [name, [...new Set(revealed.map(({ argument }) => argument))].sort()]),
      );
}
