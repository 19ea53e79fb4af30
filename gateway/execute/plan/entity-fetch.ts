import type { EntityBatchAlias } from "@graphql-hive/router-query-planner";
import { dataOf } from "../fetch/send.ts";
import { type JsonObject, narrow, reader } from "../json.ts";
import type { Run, RunNode } from "../run.ts";
import { compileInput } from "./compile-input.ts";
import type { PlanCompiler, PreparedFetch } from "./plan-compiler.ts";
import { type EntityPlaces, reportEntityErrors, reportEntityFailure } from "./entity-errors.ts";
import { fieldNames, placeOf } from "./shared-places.ts";
import { compileSource, gather, Pool, type Source } from "./gather.ts";
import { compileMerge, type Merge, mergeEntities, type Targets } from "./merge.ts";
import type { Represent } from "./representation.ts";
import { compileRewrites, renamedKeys, type Rewrite } from "./rewrites.ts";

/** One list of entities of the fetch, compiled. */
interface Batch {
  readonly description: EntityBatchAlias;
  /** Which of the fetch's variables carries its representations. */
  readonly variable: number;
  readonly sources: readonly Source[];
  readonly represent: Represent;
  readonly rewrite: Rewrite | undefined;
  readonly merge: Merge;
  /** True when equal entities may refer to the same values afterwards. */
  readonly shares: boolean;
  /** The places of those values. */
  readonly valuePlaces: readonly string[];
  readonly read: (data: JsonObject) => unknown;
}

const compileBatch = (
  description: EntityBatchAlias,
  variables: readonly string[],
  fetch: PreparedFetch,
  compiler: PlanCompiler,
): Batch => {
  const { schema, registry, sharedPlaces } = compiler;
  const { paths, requires, inputRewrites, outputRewrites } = description;
  const asked = fetch.asked.get(description.alias);
  const renamed = renamedKeys(outputRewrites);
  const keys = [...(asked?.keys() ?? []), ...renamed];
  const composite = [...(asked ?? [])].flatMap(([key, below]) => (below.size > 0 ? [key] : []));
  const rewritesInput = (inputRewrites ?? []).length > 0;
  const sources = paths.map((path) => compileSource(path, keys, requires, rewritesInput, compiler));
  // Values with nothing below them cannot be told apart by a later fetch.
  const shares = (composite.length === 0 && renamed.length === 0) || compiler.mayShare(paths);
  for (const path of paths) {
    if (asked) registry.register(fieldNames(path), asked, renamed);
    if (shares) sharedPlaces.addValues(fieldNames(path), composite);
  }
  return {
    description,
    variable: variables.indexOf(description.representationsVariableName),
    sources,
    represent: compileInput(requires, inputRewrites, schema),
    rewrite: compileRewrites(outputRewrites, schema),
    merge: compileMerge(keys),
    shares,
    valuePlaces: paths.flatMap((path) => composite.map((key) => placeOf([...fieldNames(path), key]))),
    read: reader(description.alias),
  };
};

const gatherBatch = (batch: Batch, run: Run, pool: Pool | undefined): Targets => {
  const targets: Targets = { objects: [], indexes: [] };
  if (pool === undefined) return targets;
  for (const source of batch.sources) gather(source, batch.represent, run, pool, targets);
  if (batch.shares && targets.objects.length > pool.texts.length) {
    for (const place of batch.valuePlaces) run.sharedPlaces.add(place);
  }
  return targets;
};

const placesOf = (batches: readonly Batch[], targets: readonly Targets[]): readonly EntityPlaces[] =>
  batches.map(({ description }, position) => {
    const { objects = [], indexes = [] } = targets[position] ?? {};
    const indexOf = new Map(objects.map((object, at) => [object, indexes[at] ?? -1]));
    const { alias, paths, outputRewrites } = description;
    return { alias, paths, outputRewrites, indexOf };
  });

/** A fetch of entities: one request for all of them, each sent once, merged into every object that stands for it. */
export function compileEntityFetch(
  descriptions: readonly EntityBatchAlias[],
  fetch: PreparedFetch,
  compiler: PlanCompiler,
): RunNode {
  const variables = [...new Set(descriptions.map((description) => description.representationsVariableName))];
  const batches = descriptions.map((description) => compileBatch(description, variables, fetch, compiler));
  const prefixes = variables.map((name) => narrow(`${JSON.stringify(name)}:[`));
  const { schema } = compiler;
  return (run) => {
    const pools = variables.map(() => new Pool());
    const targets = batches.map((batch) => gatherBatch(batch, run, pools[batch.variable]));
    if (pools.every((pool) => pool.texts.length === 0)) return undefined;
    const text = pools.map((pool, at) => `${prefixes[at] ?? ""}${pool.texts.join(",")}]`).join(",");
    return fetch.send(run, text).then(
      (answer) => {
        const { errors = [] } = answer;
        if (errors.length > 0) reportEntityErrors(run, schema, fetch.subgraph, placesOf(batches, targets), errors);
        const data = dataOf(answer);
        if (data === undefined) return;
        batches.forEach((batch, at) => {
          const entities = batch.read(data);
          batch.rewrite?.(entities);
          const own = targets[at];
          if (own !== undefined) mergeEntities(entities, own, batch.merge, batch.shares);
        });
      },
      () => {
        reportEntityFailure(run, schema, fetch.subgraph, placesOf(batches, targets));
      },
    );
  };
}
