import type { GraphQLError } from "graphql";
import { type HttpAnswer, jsonAnswer } from "./http.ts";

/** A refused request that is none of GraphQL, in the form of GraphQL's errors, with the status of its code. */
export function refusalAnswer({ message, extensions }: GraphQLError): HttpAnswer {
  const { status = 500 } = (extensions["http"] ?? {}) as { readonly status?: number };
  return jsonAnswer(status, { errors: [{ message, extensions: { code: extensions["code"], zh: extensions["zh"] } }] });
}
