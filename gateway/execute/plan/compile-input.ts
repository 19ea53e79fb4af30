import type { FetchRewrite, RequiresSelection } from "@graphql-hive/router-query-planner";
import type { GraphQLSchema } from "graphql";
import type { JsonObject } from "../json.ts";
import { compileRepresent, type Represent } from "./representation.ts";
import { compileRewrites } from "./rewrites.ts";
import { compileTypeTest } from "./type-conditions.ts";

/** The type name that a rewrite sets on whole representations, the rewrite of nearly every interface object. */
const typeNameSetter = (rewrite: FetchRewrite, schema: GraphQLSchema): ((name: string) => string) | undefined => {
  if ("KeyRenamer" in rewrite) return undefined;
  const { path, setValueTo } = "ValueSetter" in rewrite ? rewrite.ValueSetter : rewrite;
  const [condition, key, ...deeper] = path;
  if (condition === undefined || !("TypenameEquals" in condition) || deeper.length > 0) return undefined;
  if (key === undefined || !("Key" in key) || key.Key !== "__typename") return undefined;
  const test = compileTypeTest(schema, condition.TypenameEquals);
  return (name) => (test(name) ? setValueTo : name);
};

/**
 * Compiles an entity's representation together with its input rewrites. Type names are set while the text is written;
 * any other rewrite costs a detour through an object.
 */
export function compileInput(
  requires: readonly RequiresSelection[],
  rewrites: readonly FetchRewrite[] | undefined,
  schema: GraphQLSchema,
): Represent {
  const setters = (rewrites ?? []).map((rewrite) => typeNameSetter(rewrite, schema));
  if (setters.every((setter) => setter !== undefined)) {
    return compileRepresent(requires, schema, (name) => setters.reduce((current, set) => set(current), name));
  }
  const represent = compileRepresent(requires, schema);
  const rewrite = compileRewrites(rewrites, schema);
  const write = (entity: JsonObject): string | undefined => {
    const text = represent.write(entity);
    if (text === undefined) return undefined;
    const representation: unknown = JSON.parse(text);
    rewrite?.(representation);
    return JSON.stringify(representation);
  };
  return { write, identify: write };
}
