import type { GraphQLSchema } from "graphql";
import { classificationsOf } from "./classification.ts";
import { applyMiddleware, permissionsOf } from "./permissions.ts";
import { releasing } from "./release.ts";

/**
 * The second gate, at the owner's door: every concrete field answers only to an envelope that names it and reaches its
 * row, and a value that the envelope calls MASKED is masked here.
 * @throws when a field has no classification
 */
export function guarded(schema: GraphQLSchema): GraphQLSchema {
  const classifications = classificationsOf(schema);
  return applyMiddleware(schema, permissionsOf(schema, classifications.keys()), releasing(classifications));
}
