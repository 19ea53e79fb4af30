import { createRequire } from "node:module";
import type { GraphQLError, GraphQLSchema } from "graphql";
import type * as middlewareModule from "graphql-middleware";
import type * as shieldModule from "graphql-shield";
import { allowanceSomewhere } from "../../../schema/envelope/allowance.ts";
import type { Envelope } from "../../../schema/envelope/envelope.ts";
import type { SubgraphContext } from "../context.ts";
import { NOT_COVERED, notCovered, outOfScope } from "../errors.ts";
import { byField } from "./fields.ts";
import type { IsOwn } from "./own-firm.ts";
import { allowanceOn } from "./release.ts";
import { revealedArguments } from "./revealed-arguments.ts";

// graphql-shield's ESM build does not run on Node 24; its CommonJS build does, and wants its neighbour from the same build.
const require = createRequire(import.meta.url);
const { allow, deny, rule, shield } = require("graphql-shield") as typeof shieldModule;
/** Wraps a schema's resolvers, in the build that graphql-shield itself uses. */
export const { applyMiddleware } = require("graphql-middleware") as typeof middlewareModule;

type ShieldRule = typeof allow | typeof deny | ReturnType<ReturnType<typeof rule>>;

type Arguments = Readonly<Record<string, unknown>>;

/** Whether a field of that parent may be answered with those arguments: true, or why not. */
export type Decide = (parent: unknown, given: Arguments, context: SubgraphContext) => true | GraphQLError;

/**
 * The decision of one concrete field: the envelope names this very coordinate for this row, and in the clear whatever its arguments
 * give away, or nothing leaves.
 */
const covered =
  (
    coordinate: string,
    revealed: (given: Arguments) => readonly string[],
    isOwn: (parent: unknown, envelope: Envelope) => boolean,
  ): Decide =>
  (parent, given, { envelope }) => {
    if (envelope === undefined || allowanceSomewhere(envelope, coordinate) === undefined) return notCovered(coordinate);
    if (!isOwn(parent, envelope) || allowanceOn(parent, envelope, coordinate) === undefined)
      return outOfScope(coordinate);
    const unclear = revealed(given).find((told) => allowanceSomewhere(envelope, told) !== "CLEAR");
    return unclear === undefined ? true : notCovered(unclear);
  };

/** The decision of each classified coordinate. */
export function decisionsOf(
  schema: GraphQLSchema,
  coordinates: Iterable<string>,
  isOwn: IsOwn,
): ReadonlyMap<string, Decide> {
  const decisions = new Map<string, Decide>();
  for (const coordinate of coordinates) {
    const [typeName = ""] = coordinate.split(".");
    const own = (parent: unknown, envelope: Envelope): boolean => isOwn(typeName, parent, envelope);
    decisions.set(coordinate, covered(coordinate, revealedArguments(schema, coordinate), own));
  }
  return decisions;
}

/**
 * The department's rule map (graphql-shield, default deny): a field without a rule is refused, a classified field asks the
 * envelope, `_entities` leads to fields with rules of their own.
 */
export function permissionsOf(schema: GraphQLSchema, decisions: ReadonlyMap<string, Decide>) {
  // Shield refuses a rule without its field, and a subgraph without entities has no `_entities`.
  const entities = schema.getQueryType()?.getFields()["_entities"] === undefined ? [] : ["Query._entities"];
  const rules = byField<ShieldRule>([
    ...entities.map((coordinate) => [coordinate, allow] as const),
    ["Query._service", deny],
    ...[...decisions].map(
      ([coordinate, decide]) => [coordinate, rule(coordinate, { cache: "no_cache" })(decide)] as const,
    ),
  ]);
  return shield(rules, { fallbackRule: deny, allowExternalErrors: true, fallbackError: NOT_COVERED });
}
