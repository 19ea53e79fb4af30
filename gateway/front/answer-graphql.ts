import type { Answer } from "../answer.ts";
import { Exchange, type Hub } from "../exchange.ts";
import { tellRequest } from "../release/tell-request.ts";
import { startTrace } from "../release/trace.ts";
import type { Next } from "../step.ts";
import { createCompressSchema } from "./compress-schema.ts";
import type { HttpAnswer, HttpRequest } from "./http.ts";
import { writeAnswer } from "./write-answer.ts";

const isGraphQL = (path: string): boolean => path === "/graphql" || path === "/graphql/";

/**
 * Answers GraphQL over HTTP: the request becomes an exchange, the pipeline answers it, and the answer becomes bytes. undefined
 * for any other path. Never rejects.
 */
export function createAnswerGraphQL(
  hub: Hub,
  run: Next,
): (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer> | undefined {
  const compressSchema = createCompressSchema();
  const leave = (exchange: Exchange, answer: Answer): HttpAnswer | Promise<HttpAnswer> => {
    const written = writeAnswer(answer, exchange.request);
    tellRequest(exchange, answer, written.status);
    const traced = { ...written, headers: { ...written.headers, traceparent: exchange.trace.traceparent } };
    return compressSchema(answer, traced, exchange.request);
  };
  return (request) => {
    if (!isGraphQL(request.path)) return undefined;
    const exchange = new Exchange(hub, request, startTrace(request.header("traceparent")));
    const answer = run(exchange);
    return answer instanceof Promise ? answer.then((settled) => leave(exchange, settled)) : leave(exchange, answer);
  };
}
