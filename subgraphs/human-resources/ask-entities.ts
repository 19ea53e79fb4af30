import { graphql } from "graphql";
import type { Context } from "./builder.ts";
import { subgraph } from "./main.ts";

/**
 * Asks for fields of entities as a gateway does, in process and without a gate. For tests beside the fields.
 * @param representations keys, and what `@requires` brings along
 * @throws the first error of the answer
 */
export async function askEntities(
  sources: Pick<Context, "database" | "statements">,
  selection: string,
  representations: readonly object[],
): Promise<unknown> {
  const source = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
  const { data, errors } = await graphql({
    schema: subgraph.schema,
    source,
    contextValue: sources,
    variableValues: { representations },
  });
  if (errors?.[0]) throw errors[0];
  return data?.["_entities"];
}
