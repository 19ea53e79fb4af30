import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isUnionType,
  Kind,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { concreteTypes } from "../../operation/concrete-types.ts";
import { type Conditions, letsIn } from "../../operation/fold-conditions.ts";

/** The document around a selection, as far as collecting its fields needs it. */
export interface SelectionScope {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The variables that `@skip` and `@include` are read from. */
  readonly conditions: Conditions;
}

/**
 * A type whose fields can be written: an object's, or an interface's where the subgraph did not have to say which object
 * it is, because nothing that was asked depends on it.
 */
export type SelectableType = GraphQLObjectType | GraphQLInterfaceType;

/** The fields that one type answers, by response key, in the order of the answer. */
export type CollectedFields = ReadonlyMap<string, readonly FieldNode[]>;

const isIncluded = ({ directives = [] }: SelectionNode, conditions: Conditions): boolean =>
  directives.every((directive) => letsIn(directive, conditions) !== false);

/** True when a fragment applies to every object type that the value can have. */
const applies = (condition: NamedTypeNode | undefined, type: SelectableType, schema: GraphQLSchema): boolean => {
  if (condition === undefined || condition.name.value === type.name) return true;
  const conditionType = schema.getType(condition.name.value);
  if (!isAbstractType(conditionType)) return false;
  if (schema.isSubType(conditionType, type)) return true;
  return (
    isUnionType(conditionType) && concreteTypes(schema, type).every((each) => schema.isSubType(conditionType, each))
  );
};

/** GraphQL's CollectFields for selections that are merged under one response key: `@skip`, `@include` and fragments resolved. */
export function collectFields(
  sets: readonly SelectionSetNode[],
  type: SelectableType,
  { schema, fragments, conditions }: SelectionScope,
): CollectedFields {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!isIncluded(selection, conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = fields.get(key);
        if (nodes) nodes.push(selection);
        else fields.set(key, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection.typeCondition, type, schema)) collect(selection.selectionSet);
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment && applies(fragment.typeCondition, type, schema)) collect(fragment.selectionSet);
      }
    }
  };
  sets.forEach(collect);
  return fields;
}
