import { createRequire } from "node:module";
import type { GraphQLResolveInfo, GraphQLSchema } from "graphql";
import type * as middlewareModule from "graphql-middleware";
import type * as shieldModule from "graphql-shield";
import { maskFor } from "../../schema/catalog/masks/mask-for.ts";
import { allowanceFor, allowanceSomewhere } from "../../schema/envelope/allowance.ts";
import type { Envelope, EnvelopeOutcome } from "../../schema/envelope/envelope.ts";
import { classificationsOf } from "./classification.ts";
import type { SubgraphContext } from "./context.ts";
import { NOT_COVERED, notCovered, outOfScope } from "./errors.ts";
import type { ItemArguments } from "./item.ts";
import { divisionOf, rowGate } from "./row-gate.ts";

// graphql-shield's ESM build does not run on Node 24; its CommonJS build does, and wants its neighbour from the same build.
const require = createRequire(import.meta.url);
const { allow, deny, rule, shield } = require("graphql-shield") as typeof shieldModule;
const { applyMiddleware } = require("graphql-middleware") as typeof middlewareModule;

type ShieldRule = typeof allow | typeof deny | ReturnType<ReturnType<typeof rule>>;

/** What the envelope allows for a field of this parent: decided by the parent's own division where it has one. */
const allowance = (envelope: Envelope, coordinate: string, parent: unknown): EnvelopeOutcome | undefined => {
  const division = divisionOf(parent);
  return division === null ? allowanceSomewhere(envelope, coordinate) : allowanceFor(envelope, coordinate, division);
};

/** One rule per concrete field: the envelope names this very coordinate for this row, or nothing leaves. */
const covered = (coordinate: string): ShieldRule =>
  rule(coordinate, { cache: "no_cache" })((parent: unknown, _args: unknown, { envelope }: SubgraphContext) => {
    if (envelope === undefined) return notCovered(coordinate);
    if (allowance(envelope, coordinate, parent) !== undefined) return true;
    return allowanceSomewhere(envelope, coordinate) === undefined ? notCovered(coordinate) : outOfScope(coordinate);
  });

/** `_entities` is there only where the subgraph has entities, and shield refuses a rule without its field. */
const rulesOf = (schema: GraphQLSchema, coordinates: Iterable<string>): Record<string, Record<string, ShieldRule>> => {
  const entities = schema.getQueryType()?.getFields()["_entities"] === undefined ? {} : { _entities: allow };
  const tree: Record<string, Record<string, ShieldRule>> = { Query: { ...entities, _service: deny } };
  for (const coordinate of coordinates) {
    const [typeName = "", fieldName = ""] = coordinate.split(".");
    tree[typeName] = { ...tree[typeName], [fieldName]: covered(coordinate) };
  }
  return tree;
};

const masked = (value: unknown, coordinate: string, item: ItemArguments | undefined): unknown => {
  if (item?.mask === undefined) throw notCovered(coordinate);
  const mask = maskFor(item.mask);
  return Array.isArray(value) ? value.map((each: unknown) => mask(each)) : mask(value);
};

type Resolve = (parent: unknown, args: unknown, context: SubgraphContext, info: GraphQLResolveInfo) => unknown;

/** After a field is resolved: rows out of scope are dropped, and what is granted MASKED never leaves clear. */
const releasing =
  (classifications: ReadonlyMap<string, ItemArguments>) =>
  async (
    resolve: Resolve,
    parent: unknown,
    args: unknown,
    context: SubgraphContext,
    info: GraphQLResolveInfo,
  ): Promise<unknown> => {
    const value = await resolve(parent, args, context, info);
    const coordinate = `${info.parentType.name}.${info.fieldName}`;
    const { envelope } = context;
    if (value === null || value === undefined || !classifications.has(coordinate)) return value;
    if (envelope === undefined) throw notCovered(coordinate);
    const rows = rowGate(value, envelope, coordinate);
    return allowance(envelope, coordinate, parent) === "MASKED"
      ? masked(rows, coordinate, classifications.get(coordinate))
      : rows;
  };

/**
 * The second gate, at the owner's door (graphql-shield, default deny): every concrete field answers only to an envelope
 * that names it and reaches its row, and what the envelope says MASKED is masked here.
 * @throws when a field has no classification
 */
export const guarded = (schema: GraphQLSchema): GraphQLSchema => {
  const classifications = classificationsOf(schema);
  const permissions = shield(rulesOf(schema, classifications.keys()), {
    fallbackRule: deny,
    allowExternalErrors: true,
    fallbackError: NOT_COVERED,
  });
  return applyMiddleware(schema, permissions, releasing(classifications));
};
