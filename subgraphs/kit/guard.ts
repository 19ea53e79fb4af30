import { createRequire } from "node:module";
import { GraphQLError, type GraphQLResolveInfo, type GraphQLSchema } from "graphql";
import type * as middlewareModule from "graphql-middleware";
import type * as shieldModule from "graphql-shield";
import { maskFor } from "../../schema/catalog/masks/mask-for.ts";
import { classificationsOf } from "./classification.ts";
import type { SubgraphContext } from "./context.ts";
import type { FieldClassification } from "./envelope-gate.ts";

// graphql-shield's ESM build does not run on Node 24; its CommonJS build does, and wants its neighbour from the same build.
const require = createRequire(import.meta.url);
const { allow, deny, rule, shield } = require("graphql-shield") as typeof shieldModule;
const { applyMiddleware } = require("graphql-middleware") as typeof middlewareModule;

type ShieldRule = typeof allow | typeof deny | ReturnType<ReturnType<typeof rule>>;

const refusal = (coordinate: string): GraphQLError =>
  new GraphQLError(`The envelope does not cover ${coordinate}`, {
    extensions: { code: "HUB_ENVELOPE_REFUSED", coordinate },
  });

/** One rule per concrete field: the envelope names this very coordinate, or nothing leaves. */
const covered = (coordinate: string) =>
  rule(coordinate, { cache: "no_cache" })((_parent: unknown, _args: unknown, { envelope }: SubgraphContext) =>
    envelope?.outcomes.has(coordinate) === true ? true : refusal(coordinate),
  );

const rulesOf = (classifications: ReadonlyMap<string, FieldClassification>) => {
  const tree: Record<string, Record<string, ShieldRule>> = { Query: { _entities: allow, _service: deny } };
  for (const coordinate of classifications.keys()) {
    const [typeName = "", fieldName = ""] = coordinate.split(".");
    tree[typeName] = { ...tree[typeName], [fieldName]: covered(coordinate) };
  }
  return tree;
};

type Resolve = (parent: unknown, args: unknown, context: SubgraphContext, info: GraphQLResolveInfo) => unknown;

/** Masks at the source: what is granted MASKED never leaves the department clear. */
const masking =
  (classifications: ReadonlyMap<string, FieldClassification>) =>
  async (
    resolve: Resolve,
    parent: unknown,
    args: unknown,
    context: SubgraphContext,
    info: GraphQLResolveInfo,
  ): Promise<unknown> => {
    const value = await resolve(parent, args, context, info);
    const coordinate = `${info.parentType.name}.${info.fieldName}`;
    if (value === null || value === undefined || context.envelope?.outcomes.get(coordinate) !== "MASKED") return value;
    const name = classifications.get(coordinate)?.mask;
    if (name === undefined) throw refusal(coordinate);
    const mask = maskFor(name);
    return Array.isArray(value) ? value.map((each: unknown) => mask(each)) : mask(value);
  };

/**
 * The second gate, at the owner's door (graphql-shield, default deny): every concrete field answers only to an envelope
 * that names it, and what the envelope says MASKED is masked here.
 * @throws when a field has no classification
 */
export const guarded = (schema: GraphQLSchema): GraphQLSchema => {
  const classifications = classificationsOf(schema);
  const permissions = shield(rulesOf(classifications), {
    fallbackRule: deny,
    allowExternalErrors: true,
    fallbackError: new GraphQLError("Not covered by an envelope", { extensions: { code: "HUB_ENVELOPE_REFUSED" } }),
  });
  return applyMiddleware(schema, permissions, masking(classifications));
};
