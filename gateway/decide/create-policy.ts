import type { GraphQLSchema } from "graphql";
import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Grant } from "../grant/compile-grant.ts";
import type { Variables } from "../operation/coerce-variables.ts";
import type { Operation } from "../operation/operation.ts";
import type { Decision } from "./decision.ts";
import { decideOperation, type DecisionInput } from "./decide-operation.ts";
import { createJudge, type Judge } from "./coordinate/judge.ts";
import { schemaForGrant } from "./explain/schema-for-grant.ts";
import { neededCoordinates } from "./explain/needed-coordinates.ts";
import { compileExposure, exposureKey, NO_EXPOSURE } from "./coordinate/reveals.ts";

const MOST_JUDGES = 500;
const MOST_PER_OPERATION = 200;

/** Decides the operations of one schema; decisions are kept with the operation. */
export interface Policy {
  readonly catalogue: Catalogue;
  /** The decision on an operation; the very same object for an equal operation, grant and exposure. @throws TooIntricate */
  decide(operation: Operation, grant: Grant, variables: Variables): Decision;
  /** The schema as far as a grant reaches, as SDL. */
  schemaFor(grant: Grant): string;
  /** The coordinates that an operation needs, whoever asks. */
  needs(operation: Operation): readonly string[];
}

const bounded = <Value>(map: Map<string, Value>, most: number): Map<string, Value> => {
  const oldest = map.size >= most ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
  return map;
};

/**
 * A policy for one schema and its catalogue. Decisions are cached by (operation, grant hash, which quotas are used up,
 * exposure): the grant's hash stands for its version, consumer department, purpose and row scope, so one caller's decision
 * can never be another's. A cached decision costs two map look-ups.
 */
export function createPolicy(
  schema: GraphQLSchema,
  catalogue: Catalogue,
  { own, applyAt }: Pick<DecisionInput, "own" | "applyAt"> = {},
): Policy {
  const judges = new Map<string, Judge>();
  const judgeFor = (grant: Grant): Judge => {
    const key = `${grant.hash}|${grant.spent}`;
    const known = judges.get(key);
    if (known) return known;
    const judge = createJudge(schema, catalogue, grant, own);
    bounded(judges, MOST_JUDGES).set(key, judge);
    return judge;
  };
  const schemas = new WeakMap<Judge, string>();
  const schemaFor = (grant: Grant): string => {
    const judge = judgeFor(grant);
    const known = schemas.get(judge) ?? schemaForGrant(schema, judge);
    schemas.set(judge, known);
    return known;
  };
  const exposureOf = ({ node }: Operation) => ({ of: compileExposure(schema, catalogue, node) });
  const decisionsOf = (): Map<string, Decision> => new Map();
  const neededBy = (operation: Operation) => neededCoordinates(operation, schema, catalogue);
  return {
    catalogue,
    schemaFor,
    needs: (operation) => operation.derived(neededBy),
    decide: (operation, grant, variables) => {
      const exposure = operation.derived(exposureOf).of?.(variables) ?? NO_EXPOSURE;
      const decisions = operation.derived(decisionsOf);
      const key = `${grant.hash}|${grant.spent}|${exposureKey(exposure)}`;
      const before = decisions.get(key);
      if (before) return before;
      const judge = judgeFor(grant);
      const decision = decideOperation({ operation, schema, catalogue, grant, exposure, judge, applyAt });
      bounded(decisions, MOST_PER_OPERATION).set(key, decision);
      return decision;
    },
  };
}
