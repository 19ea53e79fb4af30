/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: "off" -- it overflows the stack on the recursive types of graphql-js */
import {
  type ArgumentNode,
  type DefinitionNode,
  type FieldNode,
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  TypeInfo,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Subject } from "../../ledger/record.ts";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import { namesPerson } from "../../schema/names-person.ts";
import type { Operation } from "../operation/operation.ts";

type Values = Readonly<Record<string, unknown>>;

/** What an operation asks beside its variables, and about whom, found or not. */
export interface AskedAbout {
  /** Values with something of a literal in them, by the argument's coordinate: `Query.person(citizenNumber:)`. */
  readonly literals: readonly (readonly [argument: string, value: unknown])[];
  /** Each subject whose key stands in an argument, once. */
  readonly subjects: readonly Subject[];
}

/** What a request asks with these variables. */
export type AskedAboutIn = (operation: Operation, variables: Values) => AskedAbout;

interface AskingArgument {
  readonly coordinate: string;
  readonly declared: GraphQLArgument;
  readonly literal: ValueNode;
  /** Something of the value stands in the document. */
  readonly isWritten: boolean;
  readonly mayName: boolean;
}

/** Arguments that cut a list that was found already. */
const PAGES: ReadonlySet<string> = new Set(["first", "last", "before", "after"]);

/** What a key may look like to stand in the log: a caller's own words, or a number that tells who it is, are committed to alone. */
const KEY = /^[\w-]{1,64}$/;

const NOTHING: AskedAbout = Object.freeze({ literals: [], subjects: [] });

/** An operation and the fragments that it spreads, each once. */
const partsOf = ({ node, fragments }: Operation): readonly DefinitionNode[] => {
  const parts = new Set<DefinitionNode>([node]);
  for (const part of parts) {
    visit(part, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment) parts.add(fragment);
      },
    });
  }
  return [...parts];
};

const holdsLiteral = (value: ValueNode): boolean => {
  if (value.kind === Kind.LIST) return value.values.some(holdsLiteral);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => holdsLiteral(field.value));
  return value.kind === Kind.STRING || value.kind === Kind.INT || value.kind === Kind.FLOAT;
};

/** The looks at one graph's arguments: which of them name a subject by its key, as the catalogue says what each gives away. */
const namingIn = ({ reveals, subjects, possibleTypes }: Catalogue) => {
  /** The type of subject whose key an argument or an input field is; an interface's argument is that of any type behind it. */
  const subjectAt = (coordinate: string): string | undefined => {
    const dot = coordinate.indexOf(".");
    const [typeName, rest] = [coordinate.slice(0, dot), coordinate.slice(dot)];
    return (possibleTypes.get(typeName) ?? [typeName])
      .flatMap((possible) => reveals.get(`${possible}${rest}`) ?? [])
      .map((revealed) => revealed.split(".") as [string, string])
      .find(([type, field]) => subjects.get(type) === field)?.[0];
  };
  const mayName = (type: GraphQLInputType, coordinate: string, seen = new Set<string>()): boolean => {
    const named = getNamedType(type);
    if (subjectAt(coordinate) !== undefined) return true;
    if (!isInputObjectType(named) || seen.has(named.name)) return false;
    seen.add(named.name);
    return Object.values(named.getFields()).some((field) => mayName(field.type, `${named.name}.${field.name}`, seen));
  };
  const collect = (type: GraphQLInputType, coordinate: string, value: unknown, into: Map<string, Subject>): void => {
    if (Array.isArray(value)) {
      for (const each of value as readonly unknown[]) collect(type, coordinate, each, into);
      return;
    }
    const named = getNamedType(type);
    if (isInputObjectType(named)) {
      if (typeof value !== "object" || value === null) return;
      for (const [name, field] of Object.entries(named.getFields()))
        if (Object.hasOwn(value, name)) collect(field.type, `${named.name}.${name}`, (value as Values)[name], into);
      return;
    }
    const subject = subjectAt(coordinate);
    if (subject === undefined || (typeof value !== "string" && typeof value !== "number")) return;
    const key = String(value);
    if (KEY.test(key) && !namesPerson(key)) into.set(`${subject}:${key}`, { type: subject, pseudonym: key });
  };
  return { mayName, collect };
};

/**
 * The look at one graph's operations for whom they ask about: what was asked is recorded, found or not, whether it stands in a
 * variable or in the document. Compiled once per operation: most have neither literals nor keys, and pay nothing per request.
 */
export function createAskedAbout(schema: GraphQLSchema, catalogue: Catalogue): AskedAboutIn {
  const { mayName, collect } = namingIn(catalogue);
  const compile = (operation: Operation): readonly AskingArgument[] => {
    const found: AskingArgument[] = [];
    const types = new TypeInfo(schema);
    const note = ({ name: { value: name }, value: literal }: ArgumentNode): void => {
      const field = types.getFieldDef();
      const declared = field?.args.find((argument) => argument.name === name);
      if (!field || !declared) return;
      const coordinate = `${types.getParentType()?.name ?? ""}.${field.name}(${name}:)`;
      const isWritten = !PAGES.has(name) && holdsLiteral(literal);
      const names = mayName(declared.type, coordinate);
      if (isWritten || names) found.push({ coordinate, declared, literal, isWritten, mayName: names });
    };
    const Field = (node: FieldNode): void => {
      for (const argument of node.arguments ?? []) note(argument);
    };
    for (const part of partsOf(operation)) visit(part, visitWithTypeInfo(types, { Field }));
    return found;
  };
  return (operation, variables) => {
    const asking = operation.derived(compile);
    if (asking.length === 0) return NOTHING;
    const subjects = new Map<string, Subject>();
    const literals: [string, unknown][] = [];
    for (const { coordinate, declared, literal, isWritten, mayName: names } of asking) {
      const value: unknown = valueFromASTUntyped(literal, variables);
      if (isWritten) literals.push([coordinate, value]);
      if (names) collect(declared.type, coordinate, value, subjects);
    }
    return { literals, subjects: [...subjects.values()] };
  };
}
