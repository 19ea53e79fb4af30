import type { FieldNode, GraphQLSchema } from "graphql";
import type { Outcome } from "../../../schema/catalog/vocabulary.ts";
import type { Denial } from "../../../schema/denial.ts";
import { hasFields } from "../../operation/concrete-types.ts";
import type { Judge } from "./judge.ts";
import { passing, type Verdict } from "./verdict.ts";
import type { Catalogue } from "../../../schema/catalog/catalog-item.ts";
import { revealedByField, type Exposure, type Revealed } from "./reveals.ts";

/** The denial of one selection on one concrete type; undefined when it may be fetched. */
export type DenialOf = (typeName: string, field: FieldNode) => Denial | undefined;

/** The coordinates that the arguments of one selection give away on one concrete type. */
type RevealedIn = (typeName: string, field: FieldNode) => readonly Revealed[];

/** The look at arguments, for one schema and the values of one request's variables. */
export function createRevealedIn(schema: GraphQLSchema, catalogue: Catalogue, exposure: Exposure): RevealedIn {
  return (typeName, field) => {
    const type = schema.getType(typeName);
    const declared = hasFields(type) ? (type.getFields()[field.name.value]?.args ?? []) : [];
    if (declared.length === 0 || catalogue.reveals.size === 0) return [];
    return revealedByField(catalogue, typeName, field, declared, exposure);
  };
}

/**
 * The one question of the policy: the field itself first, then what its arguments give away (which must be held in the
 * clear: a masked coordinate can be neither filtered nor sorted by). Introspection and the hub's own graph are free.
 */
export function createDenialOf(judge: Judge, revealedIn: RevealedIn): DenialOf {
  const argumentDenial: DenialOf = (typeName, field) => {
    for (const { argument, coordinate } of revealedIn(typeName, field)) {
      const [revealedType = "", revealedField = ""] = coordinate.split(".");
      const verdict = judge.verdict(revealedType, revealedField);
      if (verdict.outcome === "CLEAR") continue;
      const lacking = verdict.outcome === "DENIED" ? passing(verdict.denial) : undefined;
      return lacking ?? { reason: "ARGUMENT_NOT_GRANTED", argument, reveals: coordinate };
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
}

/** A denial of one coordinate. */
export interface DeniedCoordinate {
  readonly coordinate: string;
  readonly denial: Denial;
  /** Its first place in the operation: response keys from the root, without list positions. */
  readonly path: readonly string[];
}

/** A place in an operation, from the inside out: made for every field, turned into a path for the denied ones only. */
export interface Place {
  readonly key: string;
  readonly parent: Place | null;
}

/** The response keys from the root to a place. */
const pathOf = (place: Place | null): readonly string[] => {
  const path: string[] = [];
  for (let here = place; here !== null; here = here.parent) path.push(here.key);
  return path.reverse();
};

/** A verdict that lets something be fetched. */
export type GrantedVerdict = Exclude<Verdict, { readonly outcome: "DENIED" }>;

/** The policy's question, with a note of every answer: the explanation is what was enforced, and nothing else. */
interface PolicyQuestion {
  readonly outcomes: Map<string, Outcome>;
  readonly denials: Map<string, DeniedCoordinate>;
  readonly granted: Map<string, GrantedVerdict>;
  /** By the coordinate of a granted field: verdicts of what its arguments give away. */
  readonly revealed: Map<string, Map<string, GrantedVerdict>>;
  /** Notes a denial. */
  readonly deny: (coordinate: string, denial: Denial, place: Place | null) => void;
  /** Asks `denialOf`, notes the answer, and passes it on. */
  readonly ask: (typeName: string, field: FieldNode, place: Place) => Denial | undefined;
}

/** A recorder around the policy's question. */
export function createPolicyQuestion(denialOf: DenialOf, judge: Judge, revealedIn: RevealedIn): PolicyQuestion {
  const outcomes = new Map<string, Outcome>();
  const denials = new Map<string, DeniedCoordinate>();
  const granted = new Map<string, GrantedVerdict>();
  const revealed = new Map<string, Map<string, GrantedVerdict>>();
  const noteArguments = (coordinate: string, typeName: string, field: FieldNode): void => {
    for (const told of revealedIn(typeName, field)) {
      const [revealedType = "", revealedField = ""] = told.coordinate.split(".");
      const verdict = judge.verdict(revealedType, revealedField);
      if (verdict.outcome === "DENIED") continue;
      const known = revealed.get(coordinate) ?? new Map<string, GrantedVerdict>();
      revealed.set(coordinate, known.set(told.coordinate, verdict));
    }
  };
  const deny: PolicyQuestion["deny"] = (coordinate, denial, place) => {
    const key = `${coordinate} ${denial.reason}`;
    if (!denials.has(key))
      denials.set(key, Object.freeze({ coordinate, denial: Object.freeze(denial), path: pathOf(place) }));
    if (!outcomes.has(coordinate)) outcomes.set(coordinate, "DENIED");
  };
  const ask: PolicyQuestion["ask"] = (typeName, field, place) => {
    const denial = denialOf(typeName, field);
    const fieldName = field.name.value;
    const coordinate = `${typeName}.${fieldName}`;
    if (denial) {
      deny(coordinate, denial, place);
    } else if (fieldName !== "__typename" && !judge.isFree(typeName, fieldName)) {
      const verdict = judge.verdict(typeName, fieldName);
      if (verdict.outcome !== "DENIED") granted.set(coordinate, verdict);
      noteArguments(coordinate, typeName, field);
      outcomes.set(coordinate, verdict.outcome);
    }
    return denial;
  };
  return { outcomes, denials, granted, revealed, deny, ask };
}
