import type { GraphQLSchema } from "graphql";
import type { RequiresSelection } from "@graphql-hive/router-query-planner";
import { assign, type JsonObject, reader } from "../json.ts";
import { countRows, type Run } from "../run.ts";
import { type Collect, compileCollect } from "./collect-targets.ts";
import type { PlanCompiler } from "./plan-compiler.ts";
import { fieldNames, placeOf, type PlanPath } from "./shared-places.ts";
import type { Targets } from "./merge.ts";
import type { Represent } from "./representation.ts";
import type { AskedKeys } from "./asked-keys.ts";

const coversKeys = (selections: readonly RequiresSelection[], asked: AskedKeys): boolean => {
  const fields = selections.flatMap((selection) => (selection.kind === "Field" ? [selection] : []));
  return [...asked].every(([key, below]) => {
    if (key === "__typename") return true;
    const field = fields.find(({ name, alias }) => name === key && (alias === undefined || alias === key));
    return field !== undefined && coversKeys(field.selections ?? [], below);
  });
};

/**
 * True when a representation holds everything that was asked of an entity so far, of any type:
 * then entities with equal representations are equal, and one of them can stand for all.
 */
const covers = (requires: readonly RequiresSelection[], asked: AskedKeys): boolean =>
  requires.length > 0 &&
  requires.every((selection) => selection.kind === "InlineFragment" && coversKeys(selection.selections, asked));

/** The representations of one variable of one request: equal ones share a place in the list. */
export class Pool {
  readonly texts: string[] = [];
  readonly #byType = new Map<string, Map<unknown, number>>();
  readonly #byText = new Map<string, number>();

  /** The place of an entity's representation, or undefined when it has none. */
  add(entity: JsonObject, { identify, write }: Represent): number | undefined {
    const typeName = entity["__typename"];
    if (typeof typeName !== "string") return undefined;
    const identity = identify(entity);
    if (identity === undefined) return undefined;
    let known = this.#byType.get(typeName);
    if (known === undefined) {
      known = new Map();
      this.#byType.set(typeName, known);
    }
    let index = known.get(identity);
    if (index === undefined) {
      index = this.#indexOf(write(entity) ?? "null");
      known.set(identity, index);
    }
    return index;
  }

  /** Types that are sent under one name can have equal texts. */
  #indexOf(text: string): number {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    this.#byText.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** One path of one list of entities, compiled. */
export interface Source {
  readonly collect: Collect;
  /** Keys that only this fetch may answer: present before it ran, they are another subgraph's invention. */
  readonly forbidden: readonly ((object: JsonObject) => void)[];
  /** True when equal entities become one object. */
  readonly unites: boolean;
  readonly place: string;
}

const dropKey = (key: string): ((object: JsonObject) => void) => {
  const read = reader(key);
  return (object) => {
    if (read(object) !== undefined) assign(object, key, undefined);
  };
};

/** Compiles where a fetch finds its entities. MUST be called in plan order, before the fetch's own keys are registered. */
export function compileSource(
  path: PlanPath,
  keys: readonly string[],
  requires: readonly RequiresSelection[],
  rewritesInput: boolean,
  compiler: PlanCompiler,
): Source {
  const { registry, sharedPlaces, schema }: PlanCompiler & { readonly schema: GraphQLSchema } = compiler;
  const names = fieldNames(path);
  const complete = !rewritesInput && !registry.renames && covers(requires, registry.at(names));
  const unites = complete && compiler.mayShare([path]);
  const source: Source = {
    collect: compileCollect(path, schema, sharedPlaces),
    forbidden: registry.unasked(names, keys).map(dropKey),
    unites,
    place: placeOf(names),
  };
  if (unites) sharedPlaces.addObjects(names);
  return source;
}

/** Finds a source's entities in the data and puts their representations into the pool. */
export function gather(source: Source, represent: Represent, run: Run, pool: Pool, targets: Targets): void {
  const { forbidden, unites } = source;
  const united: JsonObject[] = [];
  let taken = 0;
  const take = (object: JsonObject): JsonObject => {
    for (const drop of forbidden) drop(object);
    const index = pool.add(object, represent);
    if (index === undefined) return object;
    taken += 1;
    if (unites) {
      const other = united[index];
      if (other !== undefined) {
        run.sharedPlaces.add(source.place);
        return other;
      }
      united[index] = object;
    }
    targets.objects.push(object);
    targets.indexes.push(index);
    return object;
  };
  source.collect(run.data, take, new Map());
  countRows(run, taken);
}
