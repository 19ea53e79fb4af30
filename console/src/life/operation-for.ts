import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  parse,
  print,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";

/** One field on the way to a type, on this concrete type. */
interface Hop {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

/** The way to a type: from the root down; empty for a root itself. */
type Way = readonly Hop[];

/**
 * The shortest operation that asks for one coordinate, to fill in its application from; `# coordinate: …` at its head says
 * that the rest is only the way there. undefined when the graph has no such field, or no way to it.
 */
export function operationFor(schema: GraphQLSchema, coordinate: string): string | undefined {
  const [typeName = "", fieldName = ""] = coordinate.split(".");
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return undefined;
  const field = type.getFields()[fieldName];
  if (field === undefined && fieldName !== "__typename") return undefined;
  const way = waysOf(schema).get(type);
  if (way === undefined) return undefined;
  const hops = field === undefined ? way : [...way, { type, field }];
  return `# coordinate: ${coordinate}\n${written(schema, hops, field === undefined ? type : undefined)}\n`;
}

const known = new WeakMap<GraphQLSchema, ReadonlyMap<GraphQLObjectType, Way>>();

/** The shortest way to every type that there is one to, found once for each schema. */
function waysOf(schema: GraphQLSchema): ReadonlyMap<GraphQLObjectType, Way> {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((root) => root !== null && root !== undefined);
  const ways = new Map<GraphQLObjectType, Way>(roots.map((root) => [root, []]));
  // A map is walked in the order of insertion, what is added on the way included: breadth first.
  for (const [type, way] of ways) {
    const fields = Object.values(type.getFields()).sort((one, other) => needed(one).length - needed(other).length);
    for (const field of fields)
      for (const next of concrete(schema, field)) if (!ways.has(next)) ways.set(next, [...way, { type, field }]);
  }
  known.set(schema, ways);
  return ways;
}

function needed(field: GraphQLField<unknown, unknown>) {
  return field.args.filter(isRequiredArgument);
}

function concrete(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): readonly GraphQLObjectType[] {
  const type = getNamedType(field.type);
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

/** The operation as text, with a variable for each argument that has to be given. */
function written(schema: GraphQLSchema, hops: Way, end: GraphQLObjectType | undefined): string {
  const variables = new Map<string, string>();
  const call = (field: GraphQLField<unknown, unknown>): string => {
    const given = needed(field).map(({ name, type }) => {
      const variable = variables.has(name) ? `${name}${variables.size + 1}` : name;
      variables.set(variable, String(type));
      return `${name}: $${variable}`;
    });
    return given.length === 0 ? field.name : `${field.name}(${given.join(", ")})`;
  };
  const on = (type: GraphQLObjectType, parent: GraphQLNamedType | undefined, selection: string) =>
    parent === undefined || parent === type ? selection : `... on ${type.name} { ${selection} }`;
  const inside = ([hop, ...rest]: Way, parent?: GraphQLNamedType): string => {
    if (hop === undefined) return end === undefined ? "__typename" : on(end, parent, "__typename");
    const result = getNamedType(hop.field.type);
    const field = call(hop.field);
    return on(hop.type, parent, isCompositeType(result) ? `${field} { ${inside(rest, result)} }` : field);
  };
  const body = inside(hops);
  const kind = (hops[0]?.type ?? end) === schema.getMutationType() ? "mutation" : "query";
  const declared = [...variables].map(([name, type]) => `$${name}: ${type}`).join(", ");
  return print(parse(`${kind} Apply${declared === "" ? "" : `(${declared})`} { ${body} }`));
}
