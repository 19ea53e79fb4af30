import type { EntityBatchAlias } from "@graphql-hive/router-query-planner";
import { dataOf } from "../fetch/send.ts";
import { assign, type JsonObject, reader } from "../json.ts";
import { countRows, type Run, type Step } from "../run.ts";
import { fieldNames } from "./asked-registry.ts";
import { type Collect, compileCollect } from "./collect-targets.ts";
import type { PlanCompiler, PreparedFetch } from "./compile-plan.ts";
import { type EntityPlaces, reportEntityErrors, reportEntityFailure } from "./entity-errors.ts";
import { mergeEntities, type Targets } from "./merge-entities.ts";
import { compileInput } from "./compile-input.ts";
import type { Represent } from "./representation.ts";
import { compileRewrites, renamedKeys, type Rewrite } from "./rewrites.ts";

/** Representations of one variable: equal ones share a place. */
interface Pool {
  readonly indexOf: Map<string, number>;
  readonly texts: string[];
}

/** One path of one list of entities. */
interface Source {
  readonly collect: Collect;
  /** Keys that only this fetch may answer: present before it ran, they are another subgraph's invention. */
  readonly forbidden: readonly string[];
}

/** One list of entities of the fetch, compiled. */
interface Batch {
  readonly description: EntityBatchAlias;
  /** Which of the fetch's variables carries its representations. */
  readonly variable: number;
  readonly sources: readonly Source[];
  readonly represent: Represent;
  readonly rewrite: Rewrite | undefined;
  readonly keys: readonly string[];
  /** Whether equal entities may be one object afterwards. */
  readonly shares: boolean;
  readonly read: (data: JsonObject) => unknown;
}

const dropForbidden = (objects: readonly JsonObject[], keys: readonly string[]): void => {
  for (const key of keys) {
    const read = reader(key);
    for (const object of objects) if (read(object) !== undefined) assign(object, key, undefined);
  }
};

/** Finds a batch's entities in the data and puts their representations into the pool. */
const gather = (batch: Batch, run: Run, pool: Pool): Targets => {
  const targets: Targets = { objects: [], indexes: [] };
  for (const source of batch.sources) {
    const found: JsonObject[] = [];
    source.collect(run.data, found);
    if (source.forbidden.length > 0) dropForbidden(found, source.forbidden);
    for (const object of found) {
      const text = batch.represent(object);
      if (text === undefined) continue;
      let index = pool.indexOf.get(text);
      if (index === undefined) {
        index = pool.texts.length;
        pool.indexOf.set(text, index);
        pool.texts.push(text);
      }
      targets.objects.push(object);
      targets.indexes.push(index);
    }
  }
  countRows(run, targets.objects.length);
  return targets;
};

const compileBatch = (
  description: EntityBatchAlias,
  variables: readonly string[],
  fetch: PreparedFetch,
  compiler: PlanCompiler,
): Batch => {
  const { schema, registry } = compiler;
  const asked = fetch.asked.get(description.alias);
  const renamed = renamedKeys(description.outputRewrites);
  const keys = [...(asked?.keys() ?? []), ...renamed];
  const sources = description.paths.map((path) => ({
    collect: compileCollect(path, schema),
    forbidden: registry.unasked(fieldNames(path), keys),
  }));
  for (const path of description.paths) if (asked) registry.register(fieldNames(path), asked, renamed);
  return {
    description,
    variable: variables.indexOf(description.representationsVariableName),
    sources,
    represent: compileInput(description.requires, description.inputRewrites, schema),
    rewrite: compileRewrites(description.outputRewrites, schema),
    keys,
    shares: compiler.mayShare(description.paths),
    read: reader(description.alias),
  };
};

const placesOf = (batches: readonly Batch[], targets: readonly Targets[]): readonly EntityPlaces[] =>
  batches.map(({ description }, position) => {
    const { objects = [], indexes = [] } = targets[position] ?? {};
    const indexOf = new Map(objects.map((object, at) => [object, indexes[at] ?? -1]));
    const { alias, paths, outputRewrites } = description;
    return { alias, paths, outputRewrites, indexOf };
  });

/** A fetch of entities: one request for all of them, each sent once, merged into every object that stands for it. */
export const compileEntityFetch = (
  descriptions: readonly EntityBatchAlias[],
  fetch: PreparedFetch,
  compiler: PlanCompiler,
): Step => {
  const variables = [...new Set(descriptions.map((description) => description.representationsVariableName))];
  const batches = descriptions.map((description) => compileBatch(description, variables, fetch, compiler));
  const prefixes = variables.map((name) => `${JSON.stringify(name)}:[`);
  const { schema } = compiler;
  return (run) => {
    const pools = variables.map((): Pool => ({ indexOf: new Map(), texts: [] }));
    const targets = batches.map((batch) => gather(batch, run, pools[batch.variable] as Pool));
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
          mergeEntities(entities, targets[at] as Targets, batch.keys, batch.shares);
        });
      },
      () => {
        reportEntityFailure(run, schema, fetch.subgraph, placesOf(batches, targets));
      },
    );
  };
};
