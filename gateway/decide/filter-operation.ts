/* eslint @typescript-eslint/no-unsafe-class-instance-assignment: "off" -- it overflows the stack on the recursive types of graphql-js */
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { Denial } from "../../schema/denial.ts";
import type { Judge } from "./coordinate/judge.ts";
import type { Place } from "./coordinate/policy-question.ts";

/** The filter's question about one selection on one concrete type: undefined when it may be fetched. */
type AskPolicy = (typeName: string, field: FieldNode, place: Place) => Denial | undefined;

/** An operation that is too intricate to decide: the number of its selections, fragments counted per use, is bounded. */
export class TooIntricate extends Error {
  constructor() {
    super("The operation's fragments expand to too many selections");
    this.name = "TooIntricate";
  }
}

const MOST_SELECTIONS = 50_000;
const TYPENAME: FieldNode = Object.freeze({
  kind: Kind.FIELD,
  name: Object.freeze({ kind: Kind.NAME, value: "__typename" }),
});

/** Everything that one filtering needs; the fragments it made are collected here. */
interface Filtering {
  readonly schema: GraphQLSchema;
  readonly judge: Judge;
  readonly ask: AskPolicy;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Fragment and possible types → the name of its filtered form; null when nothing of it is left. */
  readonly variants: Map<string, string | null>;
  readonly made: Map<string, FragmentDefinitionNode>;
  readonly hidden: Set<string>;
  readonly inseparable: Map<FieldNode, Map<string, Denial>>;
  visited: number;
}

const fragmentOn = (typeName: string, selections: readonly SelectionNode[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});

/** Name of the composite type that a field returns; undefined for a leaf and for a field that is not there. */
const compositeBehind = (schema: GraphQLSchema, typeName: string, fieldName: string): string | undefined => {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const named = getNamedType(type.getFields()[fieldName]?.type);
  return isCompositeType(named) ? named.name : undefined;
};

/** Types that a field's objects can have, over the concrete types on which the field is read. */
const typesBehind = (filtering: Filtering, on: readonly string[], fieldName: string): readonly string[] => {
  const behind = new Set(on.map((typeName) => compositeBehind(filtering.schema, typeName, fieldName)));
  const possible = [...behind].map((typeName) =>
    typeName === undefined ? [] : filtering.judge.possibleTypes(typeName),
  );
  const [only = [], ...others] = possible;
  return others.length === 0 ? only : [...new Set(possible.flat())];
};

/** A field that is kept: with what is left of its selection, or with `__typename` alone so that its objects are counted. */
const keep = (
  filtering: Filtering,
  on: readonly string[],
  field: FieldNode,
  place: Place | null,
): FieldNode | undefined => {
  if (!field.selectionSet) return field;
  const behind = typesBehind(filtering, on, field.name.value);
  const left = filterSelections(filtering, behind, field.selectionSet, place);
  const hidden = behind.filter((typeName) => filtering.judge.typeDenial(typeName) !== undefined);
  for (const typeName of hidden) filtering.hidden.add(typeName);
  if (!left) {
    if (hidden.length === behind.length) return undefined;
    return { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections: [TYPENAME] } };
  }
  return left === field.selectionSet ? field : { ...field, selectionSet: left };
};

/**
 * Of the types on which a composite field is allowed, those whose declarations may stand side by side in one document
 * (GraphQL, "Field Selection Merging": `T` and `T!` may not). The most common declaration stays, the others are denied:
 * fetching the field through the interface instead would fetch it on the denied types too.
 */
const separable = (filtering: Filtering, allowed: readonly string[], field: FieldNode): readonly string[] => {
  if (!field.selectionSet) return allowed; // the planner gives leaves an alias of its own
  const groups = new Map<string, string[]>();
  for (const typeName of allowed) {
    const type = filtering.schema.getType(typeName);
    const declared = isObjectType(type) ? String(type.getFields()[field.name.value]?.type) : "";
    groups.set(declared, [...(groups.get(declared) ?? []), typeName]);
  }
  const [first = [], ...others] = [...groups.values()].toSorted((a, b) => b.length - a.length);
  const denied = filtering.inseparable.get(field) ?? new Map<string, Denial>();
  for (const typeName of others.flat()) denied.set(typeName, { reason: "INSEPARABLE", from: first.join(", ") });
  if (denied.size > 0) filtering.inseparable.set(field, denied);
  return first;
};

const filterField = (
  filtering: Filtering,
  types: readonly string[],
  field: FieldNode,
  place: Place | null,
): readonly SelectionNode[] => {
  const name = field.name.value;
  if (name === "__schema" || name === "__type") return [field];
  const here: Place = { key: field.alias?.value ?? name, parent: place };
  const allowed = types.filter((typeName) => filtering.ask(typeName, field, here) === undefined);
  if (allowed.length === 0) return [];
  if (name === "__typename") return [field];
  const together = allowed.length === types.length ? allowed : separable(filtering, allowed, field);
  const kept = keep(filtering, together, field, here);
  if (!kept) return [];
  return allowed.length === types.length ? [kept] : together.map((typeName) => fragmentOn(typeName, [kept]));
};

const filterInline = (
  filtering: Filtering,
  types: readonly string[],
  fragment: InlineFragmentNode,
  place: Place | null,
): readonly SelectionNode[] => {
  const condition = fragment.typeCondition?.name.value;
  const possible = condition === undefined ? undefined : filtering.judge.possibleTypes(condition);
  const narrowed = possible ? types.filter((typeName) => possible.includes(typeName)) : types;
  const left = narrowed.length === 0 ? null : filterSelections(filtering, narrowed, fragment.selectionSet, place);
  if (!left) return [];
  return [left === fragment.selectionSet ? fragment : { ...fragment, selectionSet: left }];
};

const freshName = (filtering: Filtering, name: string): string => {
  for (let suffix = 1; ; suffix++) {
    const candidate = suffix === 1 ? name : `${name}_${suffix}`;
    if (!filtering.made.has(candidate) && (suffix === 1 || !filtering.fragments.has(candidate))) return candidate;
  }
};

/** One form of a named fragment per set of types that it can meet; forms that came out alike share a name. */
const variantOf = (
  filtering: Filtering,
  types: readonly string[],
  fragment: FragmentDefinitionNode,
  place: Place | null,
): string | null => {
  const name = fragment.name.value;
  const key = `${name} ${types.join(" ")}`;
  const known = filtering.variants.get(key);
  if (known !== undefined) return known;
  const left = filterSelections(filtering, types, fragment.selectionSet, place);
  let variant: string | null = null;
  if (left) {
    const same = left === fragment.selectionSet && filtering.made.get(name) === fragment;
    variant = same ? name : freshName(filtering, name);
    const node = left === fragment.selectionSet ? fragment : { ...fragment, selectionSet: left };
    if (!same) {
      const named = variant === name ? node : { ...node, name: { ...fragment.name, value: variant } };
      filtering.made.set(variant, named);
    }
  }
  filtering.variants.set(key, variant);
  return variant;
};

const filterSpread = (
  filtering: Filtering,
  types: readonly string[],
  spread: SelectionNode & { readonly kind: Kind.FRAGMENT_SPREAD },
  place: Place | null,
): readonly SelectionNode[] => {
  const fragment = filtering.fragments.get(spread.name.value);
  if (!fragment) return [];
  const possible = filtering.judge.possibleTypes(fragment.typeCondition.name.value);
  const narrowed = types.filter((typeName) => possible.includes(typeName));
  const variant = narrowed.length === 0 ? null : variantOf(filtering, narrowed, fragment, place);
  if (variant === null) return [];
  return [variant === spread.name.value ? spread : { ...spread, name: { ...spread.name, value: variant } }];
};

/** The part of a selection set that may be fetched on these concrete types: the same node when that is all of it, null when nothing. */
const filterSelections = (
  filtering: Filtering,
  types: readonly string[],
  set: SelectionSetNode,
  place: Place | null,
): SelectionSetNode | null => {
  filtering.visited += set.selections.length;
  if (filtering.visited > MOST_SELECTIONS) throw new TooIntricate();
  let changed = false;
  const left: SelectionNode[] = [];
  for (const selection of set.selections) {
    const kept =
      selection.kind === Kind.FIELD
        ? filterField(filtering, types, selection, place)
        : selection.kind === Kind.INLINE_FRAGMENT
          ? filterInline(filtering, types, selection, place)
          : filterSpread(filtering, types, selection, place);
    if (kept.length !== 1 || kept[0] !== selection) changed = true;
    left.push(...kept);
  }
  if (left.length === 0) return null;
  return changed ? { kind: Kind.SELECTION_SET, selections: left } : set;
};

/** The rest of an operation's selection, with the named fragments that it still uses. */
export interface Filtered {
  /** The operation's own node when nothing was taken away, null when nothing is left. */
  readonly selectionSet: SelectionSetNode | null;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Invisible concrete types that a kept field of the operation could return all the same. */
  readonly hidden: ReadonlySet<string>;
  /** Selections that are denied on some types after all, because they cannot be fetched on those types alone. */
  readonly inseparable: ReadonlyMap<FieldNode, ReadonlyMap<string, Denial>>;
}

/**
 * Takes everything out of an operation's selection that may not be fetched, before it is planned (as Apollo Router does).
 * A field that is refused on some concrete types only is rewritten to inline fragments on the others; a fragment that meets
 * different types in different places gets one form for each. Throws `TooIntricate`. Pure.
 */
export function filterOperation(
  schema: GraphQLSchema,
  judge: Judge,
  ask: AskPolicy,
  rootType: string,
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Filtered {
  const filtering: Filtering = {
    schema,
    judge,
    ask,
    fragments,
    variants: new Map(),
    made: new Map(),
    hidden: new Set(),
    inseparable: new Map(),
    visited: 0,
  };
  const left = filterSelections(filtering, [rootType], selectionSet, null);
  const { made, hidden, inseparable } = filtering;
  return { selectionSet: left, fragments: made, hidden, inseparable };
}
