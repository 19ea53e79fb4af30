import {
  type FieldNode,
  getIntrospectionQuery,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";
import { fragmentsOf } from "../operation/fragments.ts";
import type { Operation } from "../operation/operation.ts";

/** Lengths of the lists that a type has of each introspection field. */
type Sizes = Readonly<Record<string, number>>;

const sizesOf = (type: GraphQLNamedType, schema: GraphQLSchema): Sizes => {
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  return {
    fields: fields.length,
    args: fields.reduce((most, { args }) => Math.max(most, args.length), 0),
    inputFields: isInputObjectType(type) ? Object.keys(type.getFields()).length : 0,
    enumValues: isEnumType(type) ? type.getValues().length : 0,
    interfaces: isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().length : 0,
    possibleTypes: isInterfaceType(type) ? schema.getPossibleTypes(type).length : 0,
  };
};

const LISTS = ["fields", "args", "inputFields", "enumValues", "interfaces", "possibleTypes"] as const;

/** Of each list its length in the average type and in the longest: the one for all types together, the other for any single one. */
const measure = (
  schema: GraphQLSchema,
): { readonly average: Sizes; readonly longest: Sizes; readonly types: number } => {
  const all = Object.values(schema.getTypeMap()).map((type) => sizesOf(type, schema));
  const over = (fold: (lengths: readonly number[]) => number): Sizes =>
    Object.fromEntries(LISTS.map((name) => [name, fold(all.map((sizes) => sizes[name] ?? 0))]));
  return {
    types: all.length,
    average: over((lengths) => lengths.reduce((sum, length) => sum + length, 0) / lengths.length),
    longest: over((lengths) => Math.max(...lengths)),
  };
};

const isQuestion = ({ name }: FieldNode): boolean => name.value === "__schema" || name.value === "__type";

/**
 * Compiles the count of values that an operation's questions about the schema are answered with, at most; 0 without any. Lists in
 * lists multiply: a few hundred bytes of aliases or of types of fields of types ask for millions.
 */
export function introspectionCost(schema: GraphQLSchema): (operation: Pick<Operation, "node" | "fragments">) => number {
  const { average, longest, types } = measure(schema);
  return ({ node, fragments }) => {
    const known = new Map<string, number>();
    const ofFragment = (name: string, sizes: Sizes | undefined): number => {
      const key = `${name} ${sizes === undefined ? "root" : sizes === average ? "all" : "one"}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      known.set(key, 0);
      const fragment = fragments.get(name);
      const count = fragment ? ofSet(fragment.selectionSet, sizes) : 0;
      known.set(key, count);
      return count;
    };
    const ofField = (field: FieldNode, sizes: Sizes | undefined): number => {
      const { selectionSet, name } = field;
      // At the root, data is not counted here.
      if (sizes === undefined) return isQuestion(field) && selectionSet ? 1 + ofSet(selectionSet, longest) : 0;
      if (!selectionSet) return 1;
      if (name.value === "types") return types * (1 + ofSet(selectionSet, average));
      if (name.value === "directives") return 10 * (1 + ofSet(selectionSet, longest));
      const length = sizes[name.value];
      if (length === undefined) return 1 + ofSet(selectionSet, longest);
      return length * (1 + ofSet(selectionSet, sizes));
    };
    const ofSet = ({ selections }: SelectionSetNode, sizes: Sizes | undefined): number =>
      selections.reduce((sum, selection) => {
        if (selection.kind === Kind.FIELD) return sum + ofField(selection, sizes);
        if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + ofFragment(selection.name.value, sizes);
        return sum + ofSet(selection.selectionSet, sizes);
      }, 0);
    return ofSet(node.selectionSet, undefined);
  };
}

/** The values of the answer to the question that tools ask, with everything that it can ask for. */
export function wholeIntrospection(schema: GraphQLSchema): number {
  const document = parse(
    getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    }),
  );
  const node = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return node ? introspectionCost(schema)({ node, fragments: fragmentsOf(document) }) : 0;
}
