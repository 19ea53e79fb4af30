import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type FieldNode,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { Operation } from "../operation/operation.ts";
import { pageSizesOf, valueOf } from "./page-size.ts";

type Values = Readonly<Record<string, unknown>>;

/** A number that is known, or that depends on the variables. */
type Cost = number | ((variables: Values) => number);

const evaluate = (cost: Cost, variables: Values): number => (typeof cost === "number" ? cost : cost(variables));

const combine = (left: Cost, right: Cost, operation: (a: number, b: number) => number): Cost =>
  typeof left === "number" && typeof right === "number"
    ? operation(left, right)
    : (variables) => operation(evaluate(left, variables), evaluate(right, variables));

const plus = (left: Cost, right: Cost): Cost => combine(left, right, (a, b) => a + b);
const times = (left: Cost, right: Cost): Cost => combine(left, right, (a, b) => a * b);

/** One evaluation per variables: a fragment that is spread a thousand times is still counted once. */
const remember = (cost: Cost): Cost => {
  if (typeof cost === "number") return cost;
  let last: { readonly variables: Values; readonly value: number } | undefined;
  return (variables) => {
    if (last?.variables !== variables) last = { variables, value: cost(variables) };
    return last.value;
  };
};

const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** Largest page size that the field's arguments give; undefined when it takes none. */
const pageOf = (node: FieldNode, field: GraphQLField<unknown, unknown>, assumed: number): Cost | undefined => {
  const sizes = pageSizesOf(node, field);
  if (sizes.length === 0) return undefined;
  const largest = (variables: Values): number => {
    const values = sizes.map((size) => valueOf(size, variables)).filter((value) => value !== undefined);
    return values.length === 0 ? assumed : Math.max(0, ...values);
  };
  return sizes.every(({ kind }) => kind === "literal") ? largest({}) : largest;
};

/**
 * Compiles what an operation can cost: the number of objects that it could return. An object costs 1, a derived value
 * its work (`derived-work.ts`) under each of its names; what is below a list costs that times the list's size: its `first`, `last` or `limit`, else `assumed`. A connection's page size counts
 * for the lists directly below it (`edges`, `nodes`). Branches of fragments add up; @skip and @include are not looked at,
 * so the figure is an upper bound. Expects a valid document. Linear in the document's size.
 */
export function compileCost(
  schema: GraphQLSchema,
  { node: operation, fragments }: Pick<Operation, "node" | "fragments">,
  assumed: number,
  work: ReadonlyMap<string, number> = new Map(),
): (variables: Values) => number {
  const workOf = (parent: GraphQLObjectType | GraphQLInterfaceType, name: string): number => {
    const types = isObjectType(parent) ? [parent] : schema.getPossibleTypes(parent);
    return Math.max(0, ...types.map((type) => work.get(`${type.name}.${name}`) ?? 0));
  };
  const known = new Map<string, Cost>();

  const ofFragment = (name: string, paged: boolean): Cost => {
    const key = `${name} ${String(paged)}`;
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    if (!fragment || !isCompositeType(type)) return 0;
    const cost = known.get(key) ?? remember(ofSet(fragment.selectionSet, type, paged));
    known.set(key, cost);
    return cost;
  };
  const ofField = (node: FieldNode, parent: GraphQLCompositeType, paged: boolean): Cost => {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return 0;
    return plus(workOf(parent, node.name.value), objectsOf(node, parent, paged));
  };
  const objectsOf = (node: FieldNode, parent: GraphQLObjectType | GraphQLInterfaceType, paged: boolean): Cost => {
    if (!node.selectionSet) return 0;
    const field = parent.getFields()[node.name.value];
    const type = field && getNamedType(field.type);
    if (!field || !isCompositeType(type)) return 0;
    const page = pageOf(node, field, assumed);
    if (!isList(field.type)) {
      const below = ofSet(node.selectionSet, type, page !== undefined);
      return plus(1, page === undefined ? below : times(page, below));
    }
    return times(page ?? (paged ? 1 : assumed), plus(1, ofSet(node.selectionSet, type, false)));
  };
  const ofSet = ({ selections }: SelectionSetNode, parent: GraphQLCompositeType, paged: boolean): Cost => {
    let total: Cost = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) total = plus(total, ofField(selection, parent, paged));
      else if (selection.kind === Kind.FRAGMENT_SPREAD) total = plus(total, ofFragment(selection.name.value, paged));
      else {
        const named = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
        total = plus(total, ofSet(selection.selectionSet, isCompositeType(named) ? named : parent, paged));
      }
    }
    return total;
  };

  const root = schema.getRootType(operation.operation);
  const cost = root ? ofSet(operation.selectionSet, root, false) : 0;
  return (variables) => evaluate(cost, variables);
}
