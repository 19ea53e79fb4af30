import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { viewCatalogue, type CatalogueView } from "./catalogue-view.ts";

const SUPERGRAPH = fileURLToPath(new URL("../../../schema/supergraph.graphql", import.meta.url));

/**
 * The catalogue of a supergraph file, read at the first question and again when the file has changed: unless told otherwise that of
 * `HUB_SUPERGRAPH`, which the gateways serve, or the one that comes with the hub.
 */
export function catalogueOfFile(path: string = process.env["HUB_SUPERGRAPH"] ?? SUPERGRAPH): () => CatalogueView {
  let known: { readonly stamp: string; readonly view: CatalogueView } | undefined;
  return () => {
    const { mtimeMs, size } = statSync(path);
    const stamp = `${mtimeMs}:${size}`;
    if (known?.stamp !== stamp) known = { stamp, view: viewCatalogue(readFileSync(path, "utf8")) };
    return known.view;
  };
}
