import type { GraphQLSchema } from "graphql";
import { datasetDirective } from "../dataset.ts";
import { harmlessDirective, itemDirective, ITEM_SPECIFICATION, revealsDirective } from "../item.ts";

/** The part of a Pothos builder that this file needs; the builders of two departments have unrelated types. */
interface FederatedBuilder {
  toSubGraphSchema: (options: never) => GraphQLSchema;
}

const IMPORTS = ["@item", "@dataset", "@reveals", "@harmless"];

/** Builds the department's federation 2 schema, with the catalogue's directives linked and composed. */
export function subgraphSchema(builder: FederatedBuilder): GraphQLSchema {
  return builder.toSubGraphSchema({
    linkUrl: "https://specs.apollo.dev/federation/v2.6",
    composeDirectives: IMPORTS,
    directives: [itemDirective, datasetDirective, revealsDirective, harmlessDirective],
    extensions: {
      directives: [{ name: "link", args: { url: ITEM_SPECIFICATION, import: IMPORTS } }],
    },
  } as never);
}
