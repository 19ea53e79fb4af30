import { parse, type DocumentNode } from "graphql";
import { readFederation, type Federation } from "./federation.ts";
import { linkedDirectiveNames } from "./arguments/linked-names.ts";
import { EMPTY_OVERLAY, type Overlay } from "./overlay.ts";
import { indexTypes, type TypeIndex } from "./type-index.ts";

/** Identity of the specification that carries `@item`, `@dataset` and `@reveals`; subgraphs link it with its version. */
export const ITEM_SPECIFICATION = "https://shali-hub.org/item";

/** A supergraph read once: what the catalogue is built from, and what its check looks at. */
export interface CatalogueSource {
  readonly document: DocumentNode;
  readonly index: TypeIndex;
  readonly federation: Federation;
  readonly overlay: Overlay;
  /** Names under which the classification directive goes in this supergraph. */
  readonly directives: ReadonlySet<string>;
  /** Names under which `@dataset` goes in this supergraph. */
  readonly datasets: ReadonlySet<string>;
}

/** Reads a supergraph and an overlay for building and for checking a catalogue. */
export function readCatalogueSource(supergraphSdl: string, overlay: Overlay = EMPTY_OVERLAY): CatalogueSource {
  const document = parse(supergraphSdl, { noLocation: true });
  const index = indexTypes(document);
  return {
    document,
    index,
    federation: readFederation(document, index),
    overlay,
    directives: linkedDirectiveNames(document, ITEM_SPECIFICATION, "item"),
    datasets: linkedDirectiveNames(document, ITEM_SPECIFICATION, "dataset"),
  };
}
