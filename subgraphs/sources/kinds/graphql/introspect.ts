import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from "graphql";
import { AnswerRefused } from "../../reading/bounded-http.ts";
import type { GraphqlEndpoint } from "./graphql-endpoint.ts";

/**
 * The schema that an endpoint tells of itself now.
 * @throws AnswerRefused `INTROSPECTION` for an endpoint that tells none, as many do in production, or whatever `answer` throws
 */
export async function introspect(endpoint: Pick<GraphqlEndpoint, "answer">): Promise<GraphQLSchema> {
  const { data, errors } = await endpoint.answer({ query: getIntrospectionQuery({ descriptions: true }) });
  if (errors.length > 0) throw new AnswerRefused("INTROSPECTION");
  try {
    return buildClientSchema(data as IntrospectionQuery);
  } catch {
    throw new AnswerRefused("INTROSPECTION");
  }
}
