import {
  type ASTNode,
  coerceInputValue,
  getVariableValues,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  valueFromAST,
} from "graphql";
import { assign } from "../execute/json.ts";
import { hubError } from "../errors.ts";
import { Refusal } from "../refusal.ts";

/** Coerced variables: an object without a prototype, defaults filled in, nothing in it that the operation does not declare. */
export type Variables = Readonly<Record<string, unknown>>;

/** Coerces a request's variables as CoerceVariableValues of the specification. @throws Refusal of HUB_INVALID_VARIABLE */
export type CoerceVariables = (given: Variables | null | undefined) => Variables;

interface Variable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly defaultValue: unknown;
}

const NO_VARIABLES: Variables = Object.freeze(Object.create(null) as Variables);
const MOST_ERRORS = 10;

class Unfit extends Error {}

const unfit = (): never => {
  throw new Unfit();
};

const variablesOf = (operation: OperationDefinitionNode, schema: GraphQLSchema): readonly Variable[] =>
  (operation.variableDefinitions ?? []).map(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node);
    if (!isInputType(type)) throw new TypeError(`Variable $${variable.name.value} has no input type: validate first`);
    const value = defaultValue === undefined ? undefined : valueFromAST(defaultValue, type);
    return { name: variable.name.value, type, defaultValue: value };
  });

const coerceAll = (variables: readonly Variable[], given: Variables): Variables => {
  const coerced = Object.create(null) as Record<string, unknown>;
  for (const { name, type, defaultValue } of variables) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) {
      if (defaultValue !== undefined) assign(coerced, name, defaultValue);
      else if (isNonNullType(type)) unfit();
    } else if (value === null) {
      if (isNonNullType(type)) unfit();
      assign(coerced, name, null);
    } else {
      assign(coerced, name, coerceInputValue(value, type, unfit));
    }
  }
  return coerced;
};

const inChinese = (nodes: readonly ASTNode[] | undefined): string => {
  const node = nodes?.[0];
  return node?.kind === Kind.VARIABLE_DEFINITION
    ? `“$${node.variable.name.value}”不符合类型“${print(node.type)}”`
    : "有变量不符合其类型";
};

/** One error per variable that does not fit, in the words of graphql-js; they stop at the eleventh. */
const mistakesIn = (schema: GraphQLSchema, operation: OperationDefinitionNode, given: Variables): GraphQLError[] => {
  const { errors = [] } = getVariableValues(schema, operation.variableDefinitions ?? [], given, {
    maxErrors: MOST_ERRORS,
  });
  return errors.map(({ message, nodes }) =>
    hubError("HUB_INVALID_VARIABLE", { reason: { en: message, zh: inChinese(nodes) } }, nodes ? { nodes } : {}),
  );
};

/** Compiles the coercion of an operation's variables: their types are looked up once. */
export function compileCoercion(operation: OperationDefinitionNode, schema: GraphQLSchema): CoerceVariables {
  const variables = variablesOf(operation, schema);
  if (variables.length === 0) return () => NO_VARIABLES;
  return (given) => {
    const values = given ?? NO_VARIABLES;
    try {
      return coerceAll(variables, values);
    } catch (error) {
      // A scalar's own parseValue may throw what it likes: graphql-js says what is wrong.
      const mistakes = mistakesIn(schema, operation, values);
      if (mistakes.length > 0) throw new Refusal(mistakes);
      throw error;
    }
  };
}
