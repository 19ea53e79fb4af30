import { buildASTSchema, Kind, parse, type DocumentNode, type GraphQLSchema } from "graphql";
import { buildCatalogue } from "../../../schema/catalog/build-catalogue.ts";
import type { Catalogue, CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import { EMPTY_OVERLAY, type Overlay } from "../../../schema/catalog/overlay.ts";
import { isPaging } from "../../../schema/catalog/rows.ts";

/** The catalogue of one supergraph, as officers look at it. Frozen. */
export interface CatalogueView {
  readonly catalogue: Catalogue;
  /** Items that an application can name, sorted by coordinate: fields of the departments' types, not the machinery's. */
  readonly items: readonly CatalogItem[];
  /** Coordinates of these items. */
  readonly listed: ReadonlySet<string>;
  /** Chinese names of types. */
  readonly typeNames: ReadonlyMap<string, string>;
  /** For reading operations against; carries the supergraph's machinery too. Built at the first call. */
  readonly schema: () => GraphQLSchema;
  readonly supergraph: string;
}

const describedTypes = (document: DocumentNode): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const node of document.definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION && node.description)
      names.set(node.name.value, node.description.value);
  }
  return names;
};

/** Tells items that officers look for in a catalogue: neither open paging nor an open step is data, and the workflow is not shared. */
const isListed = ({ typeName, share, owner }: CatalogItem): boolean =>
  owner !== "sharing" && (share !== "UNCONDITIONAL" || (typeName !== "Mutation" && !isPaging(typeName)));

/** Reads a supergraph as a catalogue. Pure. @throws GraphQLError when it does not parse */
export function viewCatalogue(supergraph: string, overlay: Overlay = EMPTY_OVERLAY): CatalogueView {
  const document = parse(supergraph, { noLocation: true });
  const catalogue = buildCatalogue(supergraph, overlay);
  const items = [...catalogue.items.values()].filter(isListed);
  items.sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1));
  let schema: GraphQLSchema | undefined;
  return Object.freeze({
    catalogue,
    items: Object.freeze(items),
    listed: new Set(items.map(({ coordinate }) => coordinate)),
    typeNames: describedTypes(document),
    schema: () => (schema ??= buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })),
    supergraph,
  });
}
