import { type DirectiveNode, type DocumentNode, Kind, parse, type SelectionSetNode } from "graphql";
import { namedTypeOf, type TypeIndex, type TypeShape } from "./type-index.ts";
import type { FieldSource } from "./catalog-item.ts";
import { linkedDirectiveNames } from "./arguments/linked-names.ts";

const collect = (index: TypeIndex, typeName: string, selections: SelectionSetNode, into: Set<string>): void => {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue; // a field set holds no named fragments
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(index, selection.typeCondition?.name.value ?? typeName, selection.selectionSet, into);
      continue;
    }
    if (selection.name.value === "__typename") continue;
    for (const concrete of index.possibleTypes.get(typeName) ?? [typeName]) {
      into.add(`${concrete}.${selection.name.value}`);
      const field = index.types.get(concrete)?.fields.get(selection.name.value);
      if (field && selection.selectionSet) collect(index, namedTypeOf(field.type), selection.selectionSet, into);
    }
  }
};

/**
 * Concrete coordinates that a federation field set (`"id owner { id }"`) reads on a type, nested ones and every possible
 * type of an interface included. A field that does not exist still yields its coordinate, so that nothing is overlooked.
 */
const coordinatesOfFieldSet = (index: TypeIndex, typeName: string, fieldSet: string): readonly string[] => {
  const coordinates = new Set<string>();
  const text = fieldSet.trim().replace(/^\{([\s\S]*)\}$/, "$1");
  if (text.trim() === "") return [];
  const operation = parse(`{${text}}`, { noLocation: true }).definitions[0];
  if (operation?.kind === Kind.OPERATION_DEFINITION) collect(index, typeName, operation.selectionSet, coordinates);
  return [...coordinates];
};

const JOIN = "https://specs.apollo.dev/join";

/** A supergraph's join directives, read. */
export interface Federation {
  /** Subgraph names in the order of the supergraph. */
  readonly subgraphs: readonly string[];
  /** Concrete coordinate → subgraphs to which it travels inside a key. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Type → its key field sets, as written. */
  readonly keySets: ReadonlyMap<string, readonly string[]>;
  /** Subgraphs whose own the type is; those that merely extend another's are left out (the join specification's `extension`). */
  definersOf(shape: TypeShape): readonly string[];
  sourcesOf(shape: TypeShape, fieldName: string): readonly Omit<FieldSource, "department">[];
}

const word = (directive: DirectiveNode, name: string): string | undefined => {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? value.value : undefined;
};

const flag = (directive: DirectiveNode, name: string): boolean =>
  directive.arguments?.some(
    (argument) => argument.name.value === name && argument.value.kind === Kind.BOOLEAN && argument.value.value,
  ) ?? false;

/** A value from an ancestor (`@fromContext`) cannot be told apart here: it stands for an input that nobody can hold. */
const contextInputs = (directive: DirectiveNode): readonly string[] =>
  directive.arguments?.some((argument) => argument.name.value === "contextArguments") === true
    ? [`${word(directive, "graph") ?? ""}.@fromContext`]
    : [];

const joinNames = (document: DocumentNode, element: string): ReadonlySet<string> => {
  const linked = linkedDirectiveNames(document, JOIN, element);
  return linked.size > 0 ? linked : new Set([`join__${element}`]);
};

const graphNames = (document: DocumentNode): ReadonlyMap<string, string> => {
  const names = joinNames(document, "graph");
  const graphs = new Map<string, string>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION) continue;
    for (const value of node.values ?? []) {
      const graph = value.directives?.find((directive) => names.has(directive.name.value));
      if (graph) graphs.set(value.name.value, word(graph, "name") ?? value.name.value);
    }
  }
  return graphs;
};

/** Reads a federation 2 supergraph. A schema without join directives is one source with the name "". */
export function readFederation(document: DocumentNode, index: TypeIndex): Federation {
  const graphs = graphNames(document);
  const nameOf = (graph: string | undefined): string => graphs.get(graph ?? "") ?? graph ?? "";
  const typeJoin = joinNames(document, "type");
  const fieldJoin = joinNames(document, "field");
  const ownersOf = (shape: TypeShape): readonly string[] => {
    const joins = shape.directives.filter((directive) => typeJoin.has(directive.name.value));
    return joins.length === 0 ? [""] : [...new Set(joins.map((join) => nameOf(word(join, "graph"))))];
  };
  const definersOf: Federation["definersOf"] = (shape) => {
    const joins = shape.directives.filter((directive) => typeJoin.has(directive.name.value));
    if (joins.length === 0) return ownersOf(shape);
    return joins.filter((join) => !flag(join, "extension")).map((join) => nameOf(word(join, "graph")));
  };
  const sourcesOf: Federation["sourcesOf"] = (shape, fieldName) => {
    const directives = shape.fields.get(fieldName)?.directives ?? [];
    const joins = directives.filter((directive) => fieldJoin.has(directive.name.value));
    if (joins.length === 0) {
      return ownersOf(shape).map((subgraph) => ({ subgraph, requires: [], provides: [] }));
    }
    const own = joins
      .filter((join) => word(join, "graph") !== undefined && !flag(join, "external"))
      .filter((join) => !flag(join, "usedOverridden") || word(join, "overrideLabel") !== undefined)
      .map((join) => ({
        subgraph: nameOf(word(join, "graph")),
        requires: [...coordinatesOfFieldSet(index, shape.name, word(join, "requires") ?? ""), ...contextInputs(join)],
        provides: coordinatesOfFieldSet(index, fieldTypeOf(shape, fieldName), word(join, "provides") ?? ""),
      }));
    // An interface object's field: resolved where the interface's own field is.
    const inherited = [...shape.interfaces].flatMap((name) => {
      const parent = index.types.get(name);
      return parent?.fields.has(fieldName) === true ? sourcesOf(parent, fieldName) : [];
    });
    return own.length > 0 ? own : inherited;
  };
  const { keys, keySets } = readKeys(index, typeJoin, nameOf);
  return { subgraphs: [...graphs.values()], keys, keySets, definersOf, sourcesOf };
}

const fieldTypeOf = (shape: TypeShape, fieldName: string): string => {
  let type = shape.fields.get(fieldName)?.type;
  while (type && type.kind !== Kind.NAMED_TYPE) type = type.type;
  return type?.name.value ?? "";
};

const readKeys = (
  index: TypeIndex,
  typeJoin: ReadonlySet<string>,
  nameOf: (graph: string | undefined) => string,
): Pick<Federation, "keys" | "keySets"> => {
  const keys = new Map<string, readonly string[]>();
  const keySets = new Map<string, readonly string[]>();
  for (const shape of index.types.values()) {
    for (const join of shape.directives) {
      const fieldSet = typeJoin.has(join.name.value) ? word(join, "key") : undefined;
      if (fieldSet === undefined) continue;
      keySets.set(shape.name, [...new Set([...(keySets.get(shape.name) ?? []), fieldSet])]);
      for (const coordinate of coordinatesOfFieldSet(index, shape.name, fieldSet)) {
        keys.set(coordinate, [...new Set([...(keys.get(coordinate) ?? []), nameOf(word(join, "graph"))])]);
      }
    }
  }
  return { keys, keySets };
};
