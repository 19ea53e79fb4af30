import { defineConfig, loadGraphQLHTTPSubgraph } from "@graphql-mesh/compose-cli";
import { DEPARTMENTS, SERVICES } from "./subgraphs/kit/departments.ts";
import { sourceNames } from "./subgraphs/sources/description/read-source.ts";

/** The hub without a source is composed by the same file: a city has none at first, and never the invented city's. */
const sources = process.env["COMPOSE_SOURCES"] === "none" ? [] : sourceNames();

/** Folder of the subgraphs' SDL. */
const folder = process.env["COMPOSE_FOLDER"] ?? "schema/subgraphs";

/**
 * Composes the committed SDL files of the departments, the hub's own services and the sources into the supergraph, without asking a running service.
 * The endpoints are the defaults of one host; the gateway can be told others.
 */
export const composeConfig = defineConfig({
  output: "schema/supergraph.graphql",
  subgraphs: [...[...DEPARTMENTS, ...SERVICES].map(({ name }) => name), ...sources].map((name, index) => ({
    sourceHandler: loadGraphQLHTTPSubgraph(name, {
      source: `${folder}/${name}.graphql`,
      endpoint: `http://127.0.0.1:${4001 + index}/`,
      federation: true,
    }),
  })),
});
