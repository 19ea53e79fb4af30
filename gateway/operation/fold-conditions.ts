import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type SelectionSetNode,
  visit,
} from "graphql";

/** The variables of `@skip` and `@include`, with their values in one request. */
export type Conditions = ReadonlyMap<string, boolean>;

type Conditioned = FieldNode | FragmentSpreadNode | InlineFragmentNode;

/** True when a directive lets its selection in; undefined when it is about something else. */
export function letsIn(directive: DirectiveNode, conditions: Conditions): boolean | undefined {
  const name = directive.name.value;
  if (name !== "include" && name !== "skip") return undefined;
  const value = directive.arguments?.find((argument) => argument.name.value === "if")?.value;
  const holds =
    value?.kind === Kind.VARIABLE
      ? conditions.get(value.name.value) === true
      : value?.kind === Kind.BOOLEAN && value.value;
  return name === "include" ? holds : !holds;
}

const typeName: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** A selection set that lost everything still has to select something. */
const refill = (node: SelectionSetNode): SelectionSetNode | undefined =>
  node.selections.length > 0 ? undefined : { ...node, selections: [typeName] };

/**
 * Decides every `@skip` and `@include` before an operation is planned. A plan is then made for one shape of the
 * operation: it is simpler, no subgraph is asked for what is not written, and the planner, which fails on some
 * conditions above fetches of entities, never meets one.
 */
export function foldConditions(document: DocumentNode, conditions: Conditions): DocumentNode {
  const fold = <Node extends Conditioned>(node: Node): Node | null | undefined => {
    const { directives = [] } = node;
    if (directives.length === 0) return undefined;
    const decisions = directives.map((directive) => letsIn(directive, conditions));
    if (decisions.includes(false)) return null;
    return { ...node, directives: directives.filter((_, at) => decisions[at] === undefined) };
  };
  return visit(document, {
    Field: { enter: fold },
    InlineFragment: { enter: fold },
    FragmentSpread: { enter: fold },
    SelectionSet: { leave: refill },
  });
}
