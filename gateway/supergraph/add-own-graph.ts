import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  OperationTypeNode,
  parse,
  print,
} from "graphql";
import { OWN_SDL } from "./own-schema.ts";
import type { Supergraph } from "./read-supergraph.ts";

/** The hub's own graph, beside those of departments. */
export const OWN_GRAPH = "shali-hub";
const GRAPH_VALUE = "SHALI_HUB";

/** A supergraph with the hub's own part in it, or why it could not be put there. */
export type WithOwnGraph =
  | { readonly kind: "added"; readonly supergraph: Supergraph }
  | { readonly kind: "taken"; readonly names: readonly string[] };

const own: DocumentNode = parse(OWN_SDL, { noLocation: true });

const directive = (name: string, given: Readonly<Record<string, string>>): ConstDirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: name },
  arguments: Object.entries(given).map(([argument, value]) => ({
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: argument },
    value: argument === "graph" ? { kind: Kind.ENUM, value } : { kind: Kind.STRING, value },
  })),
});

const graphsOf = (type: ObjectTypeDefinitionNode): readonly string[] =>
  (type.directives ?? []).flatMap(({ name, arguments: given = [] }) => {
    const value = given.find((argument) => argument.name.value === "graph")?.value;
    return name.value === "join__type" && value?.kind === Kind.ENUM ? [value.value] : [];
  });

/** Without `@join__field`, a field is every graph's that has its type (join v0.3): from now on that must be said. */
const ownedAsBefore = (field: FieldDefinitionNode, graphs: readonly string[]): FieldDefinitionNode =>
  field.directives?.some(({ name }) => name.value === "join__field") === true
    ? field
    : {
        ...field,
        directives: [...(field.directives ?? []), ...graphs.map((graph) => directive("join__field", { graph }))],
      };

const queryTypeOf = ({ definitions }: DocumentNode): string => {
  const schema = definitions.find((node) => node.kind === Kind.SCHEMA_DEFINITION);
  const query = schema?.operationTypes.find(({ operation }) => operation === OperationTypeNode.QUERY);
  return query?.type.name.value ?? "Query";
};

const ownQuery = own.definitions.find(
  (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === "Query",
);
const ownFields: readonly FieldDefinitionNode[] = ownQuery?.fields ?? [];

/** The hub's own types as its graph's; an enum's values too, where the version of the join specification knows that. */
const ownTypes = ({ definitions }: DocumentNode): readonly DefinitionNode[] => {
  const joinsValues = definitions.some(
    (node) => node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === "join__enumValue",
  );
  const joined = [directive("join__type", { graph: GRAPH_VALUE })];
  return own.definitions.flatMap((node): DefinitionNode[] => {
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
        return node === ownQuery ? [] : [{ ...node, directives: joined }];
      case Kind.ENUM_TYPE_DEFINITION: {
        const directives = joinsValues ? [directive("join__enumValue", { graph: GRAPH_VALUE })] : [];
        return [
          { ...node, directives: joined, values: (node.values ?? []).map((value) => ({ ...value, directives })) },
        ];
      }
      case Kind.SCALAR_TYPE_DEFINITION:
        return [{ ...node, directives: joined }];
      default:
        return [];
    }
  });
};

const extended = (document: DocumentNode, queryType: string): DocumentNode => ({
  ...document,
  definitions: [
    ...document.definitions.map((node): DefinitionNode => {
      if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === "join__Graph") {
        const name = { kind: Kind.NAME, value: GRAPH_VALUE } as const;
        const directives = [directive("join__graph", { name: OWN_GRAPH, url: "" })];
        return { ...node, values: [...(node.values ?? []), { kind: Kind.ENUM_VALUE_DEFINITION, name, directives }] };
      }
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || node.name.value !== queryType) return node;
      const graphs = graphsOf(node);
      const joined = [directive("join__field", { graph: GRAPH_VALUE })];
      return {
        ...node,
        directives: [...(node.directives ?? []), directive("join__type", { graph: GRAPH_VALUE })],
        fields: [
          ...(node.fields ?? []).map((field) => ownedAsBefore(field, graphs)),
          ...ownFields.map((field) => ({ ...field, directives: joined })),
        ],
      };
    }),
    ...ownTypes(document),
  ],
});

/** Names that both the supergraph and the hub would define. */
const takenNames = ({ document, subgraphs }: Supergraph, queryType: string): readonly string[] => {
  const names = new Set(
    own.definitions.flatMap((node) => ("name" in node && node !== ownQuery ? [node.name.value] : [])),
  );
  const taken = document.definitions.flatMap((node): string[] => {
    if (!("name" in node)) return [];
    const { value } = node.name;
    if (names.has(value)) return [value];
    const members =
      value === queryType && "fields" in node
        ? (node.fields ?? []).filter(({ name }) => ownFields.some((field) => field.name.value === name.value))
        : value === "join__Graph" && "values" in node
          ? (node.values ?? []).filter(({ name }) => name.value === GRAPH_VALUE)
          : [];
    return members.map(({ name }) => `${value}.${name.value}`);
  });
  return subgraphs.has(OWN_GRAPH) ? [...taken, OWN_GRAPH] : taken;
};

/**
 * Adds the hub's own graph to a supergraph that is served under governance, so that planner, executor, introspection and
 * playground see its fields like any other's. What departments composed (`sdl`, `document`, `subgraphs`) stays as it is.
 * A supergraph that has one of the names already is left alone: a department's coordinates must never count as the hub's.
 */
export function addOwnGraph(supergraph: Supergraph): WithOwnGraph {
  const queryType = queryTypeOf(supergraph.document);
  const names = takenNames(supergraph, queryType);
  if (names.length > 0) return { kind: "taken", names };
  const types = own.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node !== ownQuery ? [node.name.value] : [],
  );
  return {
    kind: "added",
    supergraph: {
      ...supergraph,
      served: print(extended(supergraph.document, queryType)),
      own: new Set([...types, ...ownFields.map(({ name }) => `${queryType}.${name.value}`)]),
    },
  };
}

/** The supergraph as it is served under governance: with the hub's graph, unless names are `taken`, which is told. */
export function servedSupergraph(supergraph: Supergraph, taken: (names: readonly string[]) => void): Supergraph {
  const added = addOwnGraph(supergraph);
  if (added.kind === "added") return added.supergraph;
  taken(added.names);
  return supergraph;
}
