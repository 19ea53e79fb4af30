import { Kind, type DocumentNode, type SelectionSetNode } from "graphql";
import { namedTypeOf, type TypeIndex } from "../../schema/catalog/type-index.ts";

/** One field of a fetch's document. */
export interface FetchedField {
  /** As the fetch names it: the type may be an interface, or an interface object of that subgraph. */
  readonly coordinate: string;
  /** The same field on every concrete type that the supergraph knows; the coordinate itself on a concrete type. */
  readonly concrete: readonly string[];
}

const PLUMBING = new Set(["_entities", "_service"]);

const rootTypes = (document: DocumentNode): ReadonlyMap<string, string> => {
  const names = new Map<string, string>([
    ["query", "Query"],
    ["mutation", "Mutation"],
    ["subscription", "Subscription"],
  ]);
  for (const node of document.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const type of node.operationTypes ?? []) names.set(type.operation, type.type.name.value);
  }
  return names;
};

/**
 * Compiles the look at fetches for one supergraph: every field that a fetch's document asks a subgraph for, nested ones and
 * fragments included; `__typename` and federation's own root fields are left out.
 */
export function compileFetchCoordinates(
  supergraph: DocumentNode,
  index: TypeIndex,
): (fetch: DocumentNode) => readonly FetchedField[] {
  const roots = rootTypes(supergraph);
  const known = new WeakMap<DocumentNode, readonly FetchedField[]>();
  const read = (fetch: DocumentNode): readonly FetchedField[] => {
    const fields = new Map<string, FetchedField>();
    const visited = new Set<string>();
    const walk = (typeName: string, set: SelectionSetNode | undefined): void => {
      for (const selection of set?.selections ?? []) {
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          walk(selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
        } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = fetch.definitions.find(
            (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value,
          );
          if (fragment?.kind !== Kind.FRAGMENT_DEFINITION || visited.has(fragment.name.value)) continue;
          visited.add(fragment.name.value);
          walk(fragment.typeCondition.name.value, fragment.selectionSet);
        } else if (PLUMBING.has(selection.name.value)) {
          walk("", selection.selectionSet);
        } else if (selection.name.value !== "__typename") {
          const fieldName = selection.name.value;
          const coordinate = `${typeName}.${fieldName}`;
          const possible = index.possibleTypes.get(typeName) ?? [typeName];
          const concrete = possible.map((name) => `${name}.${fieldName}`);
          fields.set(coordinate, Object.freeze({ coordinate, concrete }));
          for (const name of new Set([typeName, ...possible])) {
            const field = index.types.get(name)?.fields.get(fieldName);
            if (field && selection.selectionSet) walk(namedTypeOf(field.type), selection.selectionSet);
          }
        }
      }
    };
    for (const node of fetch.definitions) {
      if (node.kind === Kind.OPERATION_DEFINITION) walk(roots.get(node.operation) ?? "", node.selectionSet);
    }
    return Object.freeze([...fields.values()]);
  };
  return (fetch) => {
    const before = known.get(fetch);
    if (before) return before;
    const fields = read(fetch);
    known.set(fetch, fields);
    return fields;
  };
}
