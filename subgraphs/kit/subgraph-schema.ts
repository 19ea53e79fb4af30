import type { GraphQLSchema } from "graphql";
import { itemDirective, ITEM_SPECIFICATION, revealsDirective } from "./item.ts";

/** The part of a Pothos builder that this file needs; the builders of two departments have unrelated types. */
interface FederatedBuilder {
  toSubGraphSchema: (options: never) => GraphQLSchema;
}

/** Builds the department's federation 2 schema, with the catalogue's directives linked and composed. */
export const subgraphSchema = (builder: FederatedBuilder): GraphQLSchema =>
  builder.toSubGraphSchema({
    linkUrl: "https://specs.apollo.dev/federation/v2.6",
    composeDirectives: ["@item", "@reveals"],
    directives: [itemDirective, revealsDirective],
    extensions: {
      directives: [{ name: "link", args: { url: ITEM_SPECIFICATION, import: ["@item", "@reveals"] } }],
    },
  } as never);
