import type { DocumentNode, GraphQLSchema } from "graphql";

import type { Catalogue } from "../../schema/catalog/catalog-item.ts";
import type { Grant } from "../grant/compile-grant.ts";
import { decide, type DecisionInput } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { createJudge, type Judge } from "./judge.ts";
import { operationOf } from "./operation-of.ts";
import { compileExposure, exposureKey, NO_EXPOSURE, type Exposure } from "./reveals.ts";

const MOST_JUDGES = 500;
const MOST_PER_DOCUMENT = 200;

/** Decides the operations of one schema; decisions are kept. */
export interface Policy {
  readonly catalogue: Catalogue;
  /**
   * The decision on a validated document; the very same object for an equal document, grant and exposure.
   * undefined when the name means no operation. Throws `TooIntricate`.
   */
  decide(
    document: DocumentNode,
    operationName: string | null,
    grant: Grant,
    variables: Readonly<Record<string, unknown>>,
  ): Decision | undefined;
}

type ExposureOf = (variables: Readonly<Record<string, unknown>>) => Exposure;

interface KnownDocument {
  readonly exposures: Map<string, ExposureOf | undefined>;
  readonly decisions: Map<string, Decision>;
}

const bounded = <Value>(map: Map<string, Value>, most: number): Map<string, Value> => {
  const oldest = map.size >= most ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
  return map;
};

/**
 * A policy for one schema and its catalogue. Decisions are cached by (document, operation name, grant hash, which quotas are
 * used up, exposure): the grant's hash stands for its version, consumer department, purpose and row scope, so one caller's decision can never be
 * another's. A cached decision costs two map look-ups.
 */
export const createPolicy = (
  schema: GraphQLSchema,
  catalogue: Catalogue,
  { own, applyAt }: Pick<DecisionInput, "own" | "applyAt"> = {},
): Policy => {
  const documents = new WeakMap<DocumentNode, KnownDocument>();
  const judges = new Map<string, Judge>();

  const judgeFor = (grant: Grant): Judge => {
    const key = `${grant.hash}|${grant.spent}`;
    const known = judges.get(key);
    if (known) return known;
    const judge = createJudge(schema, catalogue, grant, own);
    bounded(judges, MOST_JUDGES).set(key, judge);
    return judge;
  };
  const exposureOf = (known: KnownDocument, document: DocumentNode, name: string): ExposureOf | undefined => {
    if (known.exposures.has(name)) return known.exposures.get(name);
    const operation = operationOf(document, name);
    const compiled = operation && compileExposure(schema, catalogue, operation);
    bounded(known.exposures, MOST_PER_DOCUMENT).set(name, compiled);
    return compiled;
  };
  return {
    catalogue,
    decide: (document, operationName, grant, variables) => {
      const known: KnownDocument = documents.get(document) ?? { exposures: new Map(), decisions: new Map() };
      documents.set(document, known);
      const name = operationName ?? "";
      const exposure = exposureOf(known, document, name)?.(variables) ?? NO_EXPOSURE;
      const key = `${grant.hash}|${grant.spent}|${exposureKey(exposure)}|${name}`;
      const before = known.decisions.get(key);
      if (before) return before;
      const judge = judgeFor(grant);
      const decision = decide({ document, operationName, schema, catalogue, grant, exposure, judge, applyAt });
      if (decision) bounded(known.decisions, MOST_PER_DOCUMENT).set(key, decision);
      return decision;
    },
  };
};
