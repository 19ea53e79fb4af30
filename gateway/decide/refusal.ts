import { isObjectType, type FieldNode, type GraphQLSchema } from "graphql";

import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Denial } from "../../schema/denial.ts";
import type { Judge } from "./judge.ts";
import { revealedByField, type Exposure, type Revealed } from "./reveals.ts";

/** Why one selection is refused on one concrete type; undefined when it may be fetched. */
export type Refuse = (typeName: string, field: FieldNode) => Denial | undefined;

/** The coordinates that the arguments of one selection give away on one concrete type. */
export type RevealedIn = (typeName: string, field: FieldNode) => readonly Revealed[];

/** The look at arguments, for one schema and the values of one request's variables. */
export const createRevealedIn =
  (schema: GraphQLSchema, catalogue: Catalogue, exposure: Exposure): RevealedIn =>
  (typeName, field) => {
    const type = schema.getType(typeName);
    const declared = isObjectType(type) ? (type.getFields()[field.name.value]?.args ?? []) : [];
    if (declared.length === 0 || catalogue.reveals.size === 0) return [];
    return revealedByField(catalogue, typeName, field, declared, exposure);
  };

/**
 * The one question of the policy: the field itself first, then what its arguments give away (which must be held in the
 * clear: a masked coordinate can be neither filtered nor sorted by). Introspection and the hub's own graph are free.
 */
export const createRefuse = (judge: Judge, revealedIn: RevealedIn): Refuse => {
  const argumentDenial: Refuse = (typeName, field) => {
    for (const { argument, coordinate } of revealedIn(typeName, field)) {
      const [revealedType = "", revealedField = ""] = coordinate.split(".");
      if (judge.verdict(revealedType, revealedField).outcome !== "CLEAR") {
        return { reason: "ARGUMENT_NOT_GRANTED", argument, reveals: coordinate };
      }
    }
    return undefined;
  };
  return (typeName, field) => {
    const fieldName = field.name.value;
    if (judge.isFree(typeName, fieldName)) return undefined;
    if (fieldName === "__typename") return judge.typeDenial(typeName);
    const verdict = judge.verdict(typeName, fieldName);
    return verdict.outcome === "DENIED" ? verdict.denial : argumentDenial(typeName, field);
  };
};
