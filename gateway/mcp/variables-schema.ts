import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isSpecifiedScalarType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromASTUntyped,
} from "graphql";

/** JSON types of scalars; any value of one that is not here is taken, and the coercion of variables decides. */
const SCALARS: Readonly<Record<string, object>> = {
  Boolean: { type: "boolean" },
  CitizenNumber: { type: "string" },
  CreditCode: { type: "string" },
  Date: { type: "string", format: "date" },
  DateTime: { type: "string", format: "date-time" },
  DivisionCode: { type: "string" },
  Fen: { type: "integer" },
  Float: { type: "number" },
  ID: { type: "string" },
  Int: { type: "integer" },
  String: { type: "string" },
  YearMonth: { type: "string" },
};

type Definitions = Map<string, object>;

const described = (schema: object, description: string | null | undefined): object =>
  description == null ? schema : { ...schema, description };

const objectSchema = (type: GraphQLInputObjectType, definitions: Definitions): object => {
  const reference = { $ref: `#/$defs/${type.name}` };
  if (definitions.has(type.name)) return reference;
  // Named before its fields are gone through: it may stand in itself.
  definitions.set(type.name, {});
  const fields = Object.values(type.getFields());
  definitions.set(type.name, {
    type: "object",
    properties: Object.fromEntries(
      fields.map((field) => [field.name, described(typeSchema(field.type, definitions), field.description)]),
    ),
    required: fields.filter(isRequiredInputField).map(({ name }) => name),
    additionalProperties: false,
  });
  return reference;
};

const typeSchema = (type: GraphQLInputType, definitions: Definitions): object => {
  if (isNonNullType(type)) return typeSchema(type.ofType, definitions);
  if (isListType(type)) return { type: "array", items: typeSchema(type.ofType, definitions) };
  if (isEnumType(type))
    return described({ type: "string", enum: type.getValues().map(({ name }) => name) }, type.description);
  if (isInputObjectType(type)) return objectSchema(type, definitions);
  // GraphQL's own scalars need no explanation.
  return described(SCALARS[type.name] ?? {}, isSpecifiedScalarType(type) ? null : type.description);
};

/** The variables of an operation as a JSON schema: what a tool takes that asks it. MUST be validated against `schema`. */
export function schemaOfVariables(operation: OperationDefinitionNode, schema: GraphQLSchema): object {
  const definitions: Definitions = new Map();
  const variables = operation.variableDefinitions ?? [];
  const properties = variables.flatMap(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node);
    if (!isInputType(type)) return [];
    const found = typeSchema(type, definitions);
    const given = defaultValue === undefined ? {} : { default: valueFromASTUntyped(defaultValue) };
    return [[variable.name.value, { ...found, ...given }] as const];
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: variables
      .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined)
      .map(({ variable }) => variable.name.value),
    additionalProperties: false,
    ...(definitions.size > 0 && { $defs: Object.fromEntries(definitions) }),
  };
}
