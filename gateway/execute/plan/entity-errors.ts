import type { FetchRewrite, FlattenNodePathSegment } from "@graphql-hive/router-query-planner";
import type { GraphQLError, GraphQLSchema } from "graphql";
import { fetchFailure, relocate } from "../fetch/subgraph-errors.ts";
import { type JsonObject, isObject, reader } from "../json.ts";
import { type AnswerPath, report, type Run } from "../run.ts";
import { callerPath } from "./rewrites.ts";
import { compileTypeTest } from "./type-conditions.ts";

/** Receives an object and where it stands; answers false to stop. */
type Visit = (object: JsonObject, path: AnswerPath) => boolean;

/**
 * Walks a plan's path as `compileCollect` does, this time knowing where it is.
 * Interpreted and slow on purpose: it runs only once something failed and its place must be told.
 */
const locateTargets = (
  data: JsonObject,
  segments: readonly FlattenNodePathSegment[],
  schema: GraphQLSchema,
  visit: Visit,
): void => {
  const walk = (value: unknown, position: number, path: AnswerPath): boolean => {
    const segment = segments[position];
    if (Array.isArray(value)) {
      const next = segment === "@" ? position + 1 : position;
      return value.every((item, index) => walk(item, next, [...path, index]));
    }
    if (!isObject(value) || segment === "@") return true;
    if (segment === undefined) return visit(value, path);
    if ("Field" in segment) return walk(reader(segment.Field)(value), position + 1, [...path, segment.Field]);
    const typeName = value["__typename"];
    const passes = typeof typeName !== "string" || compileTypeTest(schema, segment.TypeCondition)(typeName);
    return passes ? walk(value, position + 1, path) : true;
  };
  walk(data, 0, []);
};

/** One list of entities that a fetch asked for, as far as errors are concerned. */
export interface EntityPlaces {
  readonly alias: string;
  readonly paths: readonly (readonly FlattenNodePathSegment[])[];
  readonly outputRewrites: readonly FetchRewrite[] | undefined;
  /** The place in the sent list of each object that stands for an entity. */
  readonly indexOf: ReadonlyMap<JsonObject, number>;
}

/** Every place of the caller's answer where the entity stands; shared objects stand in several. */
const placesOf = (run: Run, schema: GraphQLSchema, entities: EntityPlaces, index?: number): AnswerPath[] => {
  const places: AnswerPath[] = [];
  for (const path of entities.paths) {
    locateTargets(run.data, path, schema, (object, place) => {
      const found = entities.indexOf.get(object);
      if (found !== undefined && (index === undefined || found === index)) places.push(place);
      return places.length <= run.limits.errors;
    });
  }
  return places;
};

const commonPath = (places: readonly AnswerPath[]): AnswerPath | undefined => {
  const [first, ...others] = places;
  if (first === undefined) return undefined;
  const differs = (part: string | number, position: number): boolean =>
    others.some((other) => other[position] !== part);
  const end = first.findIndex(differs);
  return end === -1 ? first : first.slice(0, end);
};

/** The nearest place that all of the fetch's entities have in common. */
const placeOfAll = (run: Run, schema: GraphQLSchema, batches: readonly EntityPlaces[]): AnswerPath | undefined => {
  const common = commonPath(batches.flatMap((entities) => placesOf(run, schema, entities)));
  return common?.length === 0 ? undefined : common;
};

/** Puts each error of an entity fetch at the caller's places: once per place of the entity that it speaks of. */
export function reportEntityErrors(
  run: Run,
  schema: GraphQLSchema,
  subgraph: string,
  batches: readonly EntityPlaces[],
  errors: readonly GraphQLError[],
): void {
  for (const error of errors) {
    const [alias, index, ...below] = error.path ?? [];
    const entities = batches.find((batch) => batch.alias === alias);
    const places = entities && typeof index === "number" ? placesOf(run, schema, entities, index) : [];
    if (places.length === 0) report(run, relocate(error, subgraph, placeOfAll(run, schema, batches)));
    for (const place of places)
      report(run, relocate(error, subgraph, [...place, ...(callerPath(below, entities?.outputRewrites) ?? [])]));
  }
}

/** The whole entity fetch failed: one error, at the nearest place that its entities have in common. */
export function reportEntityFailure(
  run: Run,
  schema: GraphQLSchema,
  subgraph: string,
  batches: readonly EntityPlaces[],
): void {
  report(run, fetchFailure(run, subgraph, placeOfAll(run, schema, batches)));
}
