import { type ConstDirectiveNode, type DocumentNode, Kind, parse } from "graphql";

/** A federation 2 supergraph, read but not yet served. */
export interface Supergraph {
  /** The departments' composed schema. */
  readonly sdl: string;
  /** The schema that is planned, validated against and shown: the same, and under governance the hub's own graph with it. */
  readonly served: string;
  /** Types and root coordinates that are the hub's own; nobody's data. Empty unless they were added. */
  readonly own: ReadonlySet<string>;
  readonly document: DocumentNode;
  /** URL of each subgraph by name, as stated in the supergraph; empty when it states none. */
  readonly subgraphs: ReadonlyMap<string, string>;
}

const stringArgument = (directive: ConstDirectiveNode, name: string): string | undefined => {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
};

const subgraphsOf = (document: DocumentNode): Map<string, string> => {
  const subgraphs = new Map<string, string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== "join__Graph") continue;
    for (const value of definition.values ?? []) {
      const graph = value.directives?.find((directive) => directive.name.value === "join__graph");
      const name = graph && stringArgument(graph, "name");
      if (graph && name !== undefined) subgraphs.set(name, stringArgument(graph, "url") ?? "");
    }
  }
  return subgraphs;
};

/**
 * Reads a supergraph's SDL and finds its subgraphs (https://specs.apollo.dev/join/v0.3/).
 * Throws with one clear line when the text is not GraphQL, or not a supergraph.
 */
export function readSupergraph(sdl: string): Supergraph {
  let document: DocumentNode;
  try {
    document = parse(sdl, { noLocation: true });
  } catch (error) {
    throw new Error(`The supergraph is not valid GraphQL: ${(error as Error).message}`, { cause: error });
  }
  const subgraphs = subgraphsOf(document);
  if (subgraphs.size === 0) throw new Error("Not a federation supergraph: it names no subgraphs (enum join__Graph).");
  return { sdl, served: sdl, own: new Set(), document, subgraphs };
}
