import type { GraphQLSchema } from "graphql";
import { datasetDirective } from "../dataset.ts";
import { eventDirective } from "../event.ts";
import {
  divisionDirective,
  equationDirective,
  partDirective,
  readsDirective,
  loweredDirective,
  subjectDirective,
  harmlessDirective,
  itemDirective,
  ITEM_SPECIFICATION,
  revealsDirective,
  type ItemOption,
} from "../item.ts";

/** The part of a Pothos builder that this file needs; the builders of two departments have unrelated types. */
interface FederatedBuilder {
  toSubGraphSchema: (options: never) => GraphQLSchema;
}

const IMPORTS = [
  "@item",
  "@dataset",
  "@reveals",
  "@harmless",
  "@division",
  "@part",
  "@subject",
  "@equation",
  "@reads",
  "@lowered",
  "@event",
];

/** Builds the department's federation 2 schema, with the catalogue's directives linked and composed. */
export function subgraphSchema(builder: FederatedBuilder): GraphQLSchema {
  return builder.toSubGraphSchema({
    linkUrl: "https://specs.apollo.dev/federation/v2.6",
    composeDirectives: IMPORTS,
    directives: [
      itemDirective,
      datasetDirective,
      revealsDirective,
      harmlessDirective,
      divisionDirective,
      partDirective,
      subjectDirective,
      equationDirective,
      readsDirective,
      loweredDirective,
      eventDirective,
    ],
    extensions: {
      directives: [{ name: "link", args: { url: ITEM_SPECIFICATION, import: IMPORTS } }],
    },
  } as never);
}

/**
 * Options of a field that another department owns and this one only receives (`@external`), on a type that this
 * department owns itself; Pothos offers it on external references alone.
 * @param item the owner's classification, repeated: where both differ the catalogue takes the stricter
 */
export function external({ directives }: ItemOption) {
  return { directives: { ...directives, external: {} } };
}

/**
 * Option of a field that is worked out from other departments' fields (`@requires`). The gateway fetches `fields` first,
 * with the department itself as their consumer, and brings them along in the representation: resolvers find them on the
 * parent, as JSON, and MUST NOT trust their presence, because a denied or failed field arrives as null or not at all.
 */
export function requires(fields: string): object {
  return { requires: { selection: fields } };
}
