import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
} from "graphql";
import { fieldAt } from "./fields.ts";

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Arguments of every directive of that name on one element of a schema, from its extensions. Pothos keeps applied directives
 * either as a list or as a record, depending on which plugin wrote last, and repeated ones of a record as a list.
 */
export function statedIn(extensions: Readonly<Record<string, unknown>>, directive: string): readonly Arguments[] {
  const applied = extensions["directives"];
  if (Array.isArray(applied)) {
    const list = applied as readonly { readonly name: string; readonly args?: Arguments }[];
    return list.flatMap(({ name, args }) => (name === directive && args !== undefined ? [args] : []));
  }
  const stated = (applied as Readonly<Record<string, Arguments | readonly Arguments[]>> | undefined)?.[directive];
  return stated === undefined ? [] : [stated].flat();
}

const revealedBy = (extensions: Readonly<Record<string, unknown>>): readonly string[] =>
  statedIn(extensions, "reveals").map(({ coordinate }) => String(coordinate));

/** Coordinates that one given value tells: its argument's or input field's own, then those of every part of it. */
const toldBy = (input: GraphQLArgument | GraphQLInputField, value: unknown): readonly string[] => [
  ...revealedBy(input.extensions),
  ...toldInside(getNamedType(input.type), value),
];

const toldInside = (type: ReturnType<typeof getNamedType>, value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => toldInside(type, each));
  if (isEnumType(type)) {
    return type.getValues().flatMap((each) => (each.value === value ? revealedBy(each.extensions) : []));
  }
  if (!isInputObjectType(type) || typeof value !== "object" || value === null) return [];
  return Object.values(type.getFields()).flatMap((field) =>
    Object.hasOwn(value, field.name) ? toldBy(field, (value as Arguments)[field.name]) : [],
  );
};

/**
 * The coordinates that the arguments of one field give away (`@reveals`), as the field's resolver receives them: an argument
 * that is given counts, whatever its value, null included, and so does a default.
 * @throws when the schema has no such field
 */
export function revealedArguments(schema: GraphQLSchema, coordinate: string): (given: Arguments) => readonly string[] {
  const { args } = fieldAt(schema, coordinate);
  if (args.length === 0) return () => [];
  return (given) =>
    args.flatMap((argument) => (Object.hasOwn(given, argument.name) ? toldBy(argument, given[argument.name]) : []));
}
