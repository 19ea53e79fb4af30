import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from "graphql";

import type { Caller } from "../authenticate/caller.ts";
import type { GatewayLimits } from "../config.ts";
import { hubError } from "../errors.ts";
import { compileChecks } from "../limit/compile-checks.ts";
import { readDocument } from "../operation/read-document.ts";
import { decideRequest, type DecidingParts } from "./decide-request.ts";
import type { WhyDeniedQuestion } from "./own-questions.ts";
import type { DecidedRequest } from "./request-decisions.ts";

const refused = (code: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code } });

const read = (text: string, limits: GatewayLimits): DocumentNode => {
  try {
    return readDocument(text, limits);
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions["code"] === undefined) {
      throw refused("GRAPHQL_PARSE_FAILED", error.message);
    }
    throw error;
  }
};

const variablesOf = (given: unknown): Readonly<Record<string, unknown>> => {
  if (given === undefined || given === null) return {};
  if (typeof given === "object" && !Array.isArray(given)) return given as Readonly<Record<string, unknown>>;
  throw hubError("HUB_INVALID_VARIABLE", { reason: { en: "variables must be an object", zh: "variables 应为对象" } });
};

const check = (schema: GraphQLSchema, document: DocumentNode, name: string | null): void => {
  const mistakes = validate(schema, document, undefined, { maxErrors: 10 });
  if (mistakes.length > 0) {
    throw refused("GRAPHQL_VALIDATION_FAILED", mistakes.map(({ message }) => message).join(" "));
  }
  const operation = getOperationAST(document, name);
  if (!operation) throw refused("OPERATION_RESOLUTION_FAILURE", "operationName picks no operation of the text");
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) throw hubError("HUB_SUBSCRIPTION_UNSUPPORTED", {});
};

/**
 * Decides the operation that a question is about as if the caller had sent it: within the same limits, by the same
 * function. What of it asks the hub itself is not answered again, so a question about questions costs one parse.
 * Throws the GraphQLError by which the operation would be refused.
 */
export const decideQuestion = (
  { operation: text, purpose, operationName, variables: given }: WhyDeniedQuestion,
  caller: Caller,
  schema: GraphQLSchema,
  limits: GatewayLimits,
  parts: DecidingParts,
): DecidedRequest => {
  const name = operationName ?? null;
  const document = read(text, limits);
  check(schema, document, name);
  const variables = variablesOf(given);
  const [unfit] = compileChecks(schema, document, name, limits)(variables);
  if (unfit) throw unfit;
  const decided = decideRequest({ caller, purpose, document, operationName: name, variables }, parts);
  if (!decided) throw refused("OPERATION_RESOLUTION_FAILURE", "operationName picks no operation of the text");
  return decided;
};
