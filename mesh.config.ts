import { defineConfig, loadGraphQLHTTPSubgraph } from "@graphql-mesh/compose-cli";
import { DEPARTMENTS, SERVICES } from "./subgraphs/kit/departments.ts";

/**
 * Composes the departments' and the hub's own committed SDL files into the supergraph, without asking a running service.
 * The endpoints are the defaults of one host; the gateway can be told others.
 */
export const composeConfig = defineConfig({
  output: "schema/supergraph.graphql",
  subgraphs: [...DEPARTMENTS, ...SERVICES].map(({ name }, index) => ({
    sourceHandler: loadGraphQLHTTPSubgraph(name, {
      source: `schema/subgraphs/${name}.graphql`,
      endpoint: `http://127.0.0.1:${4001 + index}/`,
      federation: true,
    }),
  })),
});
