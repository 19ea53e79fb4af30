import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  type TypeNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from "graphql";
import { inspect } from "node:util";
import { hubError } from "../errors.ts";
import { assign } from "../execute/json.ts";
import type { Variables } from "../execute/run.ts";

/** Coerces a request's variables as the specification's CoerceVariableValues does. Throws one GraphQLError (HTTP 400). */
export type CoerceVariables = (given: unknown) => Variables;

interface Variable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly typeName: string;
  readonly defaultValue: unknown;
  readonly node: VariableDefinitionNode;
}

const noVariables: Variables = Object.freeze(Object.create(null) as Variables);

/** An error that HTTP tells as 400 where the media type allows it; told by the caller's mistake, not by the data. */
const badVariable = (en: string, zh: string, node: VariableDefinitionNode): GraphQLError =>
  hubError("HUB_INVALID_VARIABLE", { reason: { en, zh } }, { nodes: node });

const variableOf = (node: VariableDefinitionNode, schema: GraphQLSchema): Variable => {
  const type = typeFromAST(schema, node.type as TypeNode & { kind: "NamedType" });
  const name = node.variable.name.value;
  if (!isInputType(type))
    throw badVariable(`Variable "$${name}" has no input type.`, `“$${name}”的类型不是输入类型`, node);
  return {
    name,
    type,
    typeName: String(type),
    defaultValue: node.defaultValue === undefined ? undefined : valueFromAST(node.defaultValue, type),
    node,
  };
};

const coerce = (variable: Variable, value: unknown): unknown => {
  const { name, type, typeName, node } = variable;
  return coerceInputValue(value, type, (path, invalidValue, error) => {
    const at = path.length > 0 ? ` at "${[name, ...path].join(".")}"` : "";
    const shown = inspect(invalidValue).slice(0, 200);
    const en = `Variable "$${name}" got invalid value ${shown}${at}; ${error.message}`;
    throw badVariable(en, `“$${[name, ...path].join(".")}”的值 ${shown} 不符合类型“${typeName}”`, node);
  });
};

/** Resolves the operation's variable types once. */
export const compileVariables = (operation: OperationDefinitionNode, schema: GraphQLSchema): CoerceVariables => {
  const variables = (operation.variableDefinitions ?? []).map((node) => variableOf(node, schema));
  if (variables.length === 0) return () => noVariables;
  return (given) => {
    const values = typeof given === "object" && given !== null ? (given as Variables) : noVariables;
    const coerced = Object.create(null) as Record<string, unknown>;
    for (const variable of variables) {
      const { name, type, typeName, node, defaultValue } = variable;
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) {
        if (defaultValue !== undefined) assign(coerced, name, defaultValue);
        else if (isNonNullType(type)) {
          const en = `Variable "$${name}" of required type "${typeName}" was not provided.`;
          throw badVariable(en, `未提供必填的“$${name}”（类型“${typeName}”）`, node);
        }
      } else if (value === null) {
        if (isNonNullType(type)) {
          const en = `Variable "$${name}" of non-null type "${typeName}" must not be null.`;
          throw badVariable(en, `“$${name}”不得为空（类型“${typeName}”）`, node);
        }
        assign(coerced, name, null);
      } else {
        assign(coerced, name, coerce(variable, value));
      }
    }
    return coerced;
  };
};
