import { graphql, type GraphQLSchema } from "graphql";
import { emptyEnvelope } from "../../schema/envelope/fixtures/empty-envelope.ts";
import type { SourceDatabase } from "../../subgraphs/sources/graph/source-rows.ts";

/** A source that is served behind its guard, for a test that asks it directly. */
export interface AskedSource {
  readonly schema: GraphQLSchema;
  readonly database: SourceDatabase;
  /** Every coordinate of its types, of its lists and of its entries. */
  readonly coordinates: readonly string[];
}

/** Every coordinate of a schema that is a source's own. */
export const coordinatesOf = (schema: GraphQLSchema): readonly string[] =>
  Object.values(schema.getTypeMap()).flatMap((type) =>
    "getFields" in type && !type.name.startsWith("_")
      ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
      : [],
  );

/** Asks as the gateway does whose caller may see everything within a scope. @returns data, and the codes of what is missing */
export const askSource = async (
  { schema, database, coordinates }: AskedSource,
  source: string,
  { scope = ["4111"], variables = {} }: { readonly scope?: readonly string[]; readonly variables?: object } = {},
) => {
  const outcomes = new Map(coordinates.map((name) => [name, "CLEAR"] as const));
  const line = { consumer: { kind: "caller" as const }, grants: ["g"], scope, coordinates: outcomes };
  const contextValue = { database, envelope: { ...emptyEnvelope, lines: [line] } };
  const answer = await graphql({ schema, source, contextValue, variableValues: { ...variables } });
  const { data, errors = [] } = JSON.parse(JSON.stringify(answer)) as {
    readonly data: unknown;
    readonly errors?: readonly { readonly path?: readonly unknown[]; readonly extensions: { readonly code: string } }[];
  };
  return { data, codes: errors.map(({ extensions }) => extensions.code) };
};
