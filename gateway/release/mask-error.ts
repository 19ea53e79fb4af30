import { GraphQLError } from "graphql";
import { hubError } from "../errors.ts";

const isOriginal = (error: GraphQLError): boolean =>
  error.originalError == null || (error.originalError instanceof GraphQLError && isOriginal(error.originalError));

/** An error meant for the caller passes as it is; anything else becomes HUB_INTERNAL, at the same path. */
export const maskError = (error: unknown): Error => {
  if (!(error instanceof GraphQLError)) return hubError("HUB_INTERNAL", {});
  if (isOriginal(error)) return error;
  return hubError("HUB_INTERNAL", {}, error.path ? { path: error.path } : {});
};
