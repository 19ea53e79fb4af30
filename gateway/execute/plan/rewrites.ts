import type { FetchNodePathSegment, FetchRewrite } from "@graphql-hive/router-query-planner";
import type { GraphQLSchema } from "graphql";
import type { AnswerPath } from "../run.ts";
import { assign, isObject, type JsonObject, reader } from "../json.ts";
import { compileTypeTest } from "./type-conditions.ts";

/** Changes a value in place, as the plan asks: one subgraph's names become the graph's, or the other way. */
export type Rewrite = (value: unknown) => void;

/** The change to the object that holds the path's last key. */
type Edit = (object: JsonObject) => void;

const rename = (from: string, to: string): Edit => {
  const read = reader(from);
  return (object) => {
    const value = read(object);
    if (value === undefined) return;
    assign(object, to, value);
    assign(object, from, undefined);
  };
};

const setValue =
  (key: string, value: string): Edit =>
  (object) => {
    assign(object, key, value);
  };

const throughLists = (edit: Edit): Rewrite => {
  const rewrite: Rewrite = (value) => {
    if (Array.isArray(value)) value.forEach(rewrite);
    else if (isObject(value)) edit(value);
  };
  return rewrite;
};

const compilePath = (
  path: readonly FetchNodePathSegment[],
  editOf: (key: string) => Edit,
  schema: GraphQLSchema,
): Rewrite => {
  const [segment, ...rest] = path;
  if (segment === undefined) return () => undefined;
  if ("TypenameEquals" in segment) {
    const test = compileTypeTest(schema, segment.TypenameEquals);
    const next = compilePath(rest, editOf, schema);
    return throughLists((object) => {
      const typeName = object["__typename"];
      if (typeof typeName !== "string" || test(typeName)) next(object);
    });
  }
  if (rest.length === 0) return throughLists(editOf(segment.Key));
  const read = reader(segment.Key);
  const next = compilePath(rest, editOf, schema);
  return throughLists((object) => {
    next(read(object));
  });
};

const compileRewrite = (rewrite: FetchRewrite, schema: GraphQLSchema): Rewrite => {
  if ("KeyRenamer" in rewrite) {
    const { path, renameKeyTo } = rewrite.KeyRenamer;
    return compilePath(path, (key) => rename(key, renameKeyTo), schema);
  }
  const { path, setValueTo } = "ValueSetter" in rewrite ? rewrite.ValueSetter : rewrite;
  return compilePath(path, (key) => setValue(key, setValueTo), schema);
};

/** Compiles a fetch's rewrites, applied in order; undefined when there are none. */
export function compileRewrites(
  rewrites: readonly FetchRewrite[] | undefined,
  schema: GraphQLSchema,
): Rewrite | undefined {
  if (rewrites === undefined || rewrites.length === 0) return undefined;
  const compiled = rewrites.map((rewrite) => compileRewrite(rewrite, schema));
  return (value) => {
    for (const rewrite of compiled) rewrite(value);
  };
}

/** The names that the rewrites bring to light at their deepest level, to be merged beside the fetch's own. */
export function renamedKeys(rewrites: readonly FetchRewrite[] | undefined): readonly string[] {
  return (rewrites ?? []).flatMap((rewrite) => ("KeyRenamer" in rewrite ? [rewrite.KeyRenamer.renameKeyTo] : []));
}

/** A subgraph's error path with the names that the caller used, where output rewrites changed them. */
export function callerPath(
  path: AnswerPath | undefined,
  rewrites: readonly FetchRewrite[] | undefined,
): AnswerPath | undefined {
  if (path === undefined || rewrites === undefined) return path;
  const names = new Map<string | number, string>();
  for (const rewrite of rewrites) {
    if (!("KeyRenamer" in rewrite)) continue;
    const last = rewrite.KeyRenamer.path.at(-1);
    if (last && "Key" in last) names.set(last.Key, rewrite.KeyRenamer.renameKeyTo);
  }
  return path.map((part) => names.get(part) ?? part);
}
