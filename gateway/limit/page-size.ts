import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  getNullableType,
  GraphQLInt,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { hubError } from "../errors.ts";

type Values = Readonly<Record<string, unknown>>;

/** The arguments that state how many things a list may hold: Relay's connections, and what else is in common use. */
const pageArguments: readonly string[] = ["first", "last", "limit"];

/** One page size as it is written: a number, or the variable that will hold it. */
export type PageSize =
  | { readonly kind: "literal"; readonly argument: string; readonly value: number }
  | { readonly kind: "variable"; readonly argument: string; readonly name: string };

/** The page sizes that a field's node gives (or that its schema defaults to), for arguments of type Int. */
export function pageSizesOf(node: FieldNode, field: GraphQLField<unknown, unknown>): readonly PageSize[] {
  return pageArguments.flatMap((argument): readonly PageSize[] => {
    const definition = field.args.find(({ name }) => name === argument);
    if (!definition || getNullableType(definition.type) !== GraphQLInt) return [];
    const value = node.arguments?.find(({ name }) => name.value === argument)?.value;
    if (value?.kind === Kind.INT) return [{ kind: "literal", argument, value: Number(value.value) }];
    if (value?.kind === Kind.VARIABLE) return [{ kind: "variable", argument, name: value.name.value }];
    return typeof definition.defaultValue === "number" && value?.kind !== Kind.NULL
      ? [{ kind: "literal", argument, value: definition.defaultValue }]
      : [];
  });
}

/** A page size's number for these (coerced) variables; undefined when the variable is not given. */
export function valueOf(size: PageSize, variables: Values): number | undefined {
  if (size.kind === "literal") return size.value;
  const value = variables[size.name];
  return typeof value === "number" ? value : undefined;
}

interface Use {
  readonly size: PageSize;
  readonly coordinate: string;
}

const usesOf = (schema: GraphQLSchema, document: DocumentNode): readonly Use[] => {
  const uses: Use[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: (node) => {
        const [field, parent] = [types.getFieldDef(), types.getParentType()];
        if (!field || !parent) return;
        uses.push(...pageSizesOf(node, field).map((size) => ({ size, coordinate: `${parent.name}.${field.name}` })));
      },
    }),
  );
  return uses;
};

/**
 * Compiles a document's check of page sizes: a `first`, `last` or `limit` below 0 or above `limit` throws HUB_PAGE_SIZE.
 * The check covers every operation of the document: an unused one is no reason to ask for more.
 */
export function compilePageSizes(
  schema: GraphQLSchema,
  document: DocumentNode,
  limit: number,
): (variables: Values) => void {
  const uses = usesOf(schema, document);
  return (variables) => {
    for (const { size, coordinate } of uses) {
      const actual = valueOf(size, variables);
      if (actual === undefined || (actual >= 0 && actual <= limit)) continue;
      throw hubError("HUB_PAGE_SIZE", { argument: size.argument, coordinate, limit, actual });
    }
  };
}
