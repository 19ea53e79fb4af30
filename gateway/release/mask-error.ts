import { GraphQLError } from "graphql";
import { hubError } from "../errors.ts";

const isOriginal = (error: GraphQLError): boolean =>
  error.originalError == null || (error.originalError instanceof GraphQLError && isOriginal(error.originalError));

/** An error meant for the caller passes as it is; anything else says no more than that the hub failed. */
export const maskError = (error: unknown): Error =>
  error instanceof GraphQLError && isOriginal(error) ? error : hubError("HUB_INTERNAL", { trace: "?" });
