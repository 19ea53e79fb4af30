import {
  type FieldNode,
  type GraphQLSchema,
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from "graphql";
import { type Catalogue, freezeMap } from "../../schema/catalog/catalog-item.ts";
import { maskFor } from "../../schema/catalog/masks/mask-for.ts";
import { SENSITIVITY_LEVELS, type Sensitivity } from "../../schema/catalog/vocabulary.ts";
import type { Denial } from "../../schema/denial.ts";
import { WRITE, type DenialError, type Enforcement, type Instruction } from "../execute/enforcement.ts";
import type { Grant } from "../grant/compile-grant.ts";
import { applyLink } from "./apply-link.ts";
import type { Decision } from "./decision.ts";
import { denialError } from "./denial-error.ts";
import { filterOperation, type Filtered } from "./filter-operation.ts";
import { createJudge, type Judge } from "./coordinate/judge.ts";
import type { Operation } from "../operation/operation.ts";
import { createPolicyQuestion, createDenialOf, createRevealedIn, type DenialOf } from "./coordinate/policy-question.ts";
import { hiddenReadings, rowRules, subjectPaths } from "./row-rules.ts";
import { exposureKey, NO_EXPOSURE, type Exposure } from "./coordinate/reveals.ts";

/**
 * The document that is planned: the caller's own node when nothing was taken away (so that plans are shared), null when
 * nothing is left, else the operation alone with the fragments and variables that it still uses.
 */
const plannedDocument = (
  { document, node: operation, fragments: before }: Pick<Operation, "document" | "node" | "fragments">,
  { selectionSet, fragments }: Filtered,
): DocumentNode | null => {
  if (selectionSet === null) return null;
  const untouched = [...fragments].every(([name, node]) => before.get(name) === node);
  if (selectionSet === operation.selectionSet && untouched) return document;
  const rest = [...fragments.values()];
  const variableDefinitions = usedVariables(operation, [selectionSet, ...rest]);
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, variableDefinitions, selectionSet }, ...rest],
  };
};

const usedVariables = (
  operation: OperationDefinitionNode,
  nodes: readonly ASTNode[],
): readonly VariableDefinitionNode[] => {
  const { variableDefinitions = [], directives = [] } = operation;
  if (variableDefinitions.length === 0) return variableDefinitions;
  const used = new Set<string>();
  for (const node of [...directives, ...nodes]) {
    visit(node, { Variable: ({ name }) => void used.add(name.value) });
  }
  return variableDefinitions.filter(({ variable }) => used.has(variable.name.value));
};

/** The inputs of a decision. */
export interface DecisionInput {
  /** MUST be validated against `schema` before. */
  readonly operation: Pick<Operation, "document" | "node" | "fragments">;
  /** The API schema. */
  readonly schema: GraphQLSchema;
  readonly catalogue: Catalogue;
  /** Compiled for the caller, the purpose and the moment. */
  readonly grant: Grant;
  /** The coordinates that the request's variables give away, from `compileExposure`. */
  readonly exposure?: Exposure;
  /** A judge for this very schema, catalogue and grant, to share between documents. */
  readonly judge?: Judge;
  /** The hub's own part of the graph: types and root coordinates. */
  readonly own?: ReadonlySet<string>;
  /** The place of applications for denied fields. */
  readonly applyAt?: string | undefined;
}

const highest = (catalogue: Catalogue, coordinates: Iterable<string>): Sensitivity | null => {
  let level = -1;
  for (const coordinate of coordinates) {
    level = Math.max(level, SENSITIVITY_LEVELS.indexOf(catalogue.items.get(coordinate)?.level ?? "L4"));
  }
  return SENSITIVITY_LEVELS[level] ?? null;
};

/** The writer's instruction for one field on one concrete type, from the same question as the filter's. */
const createInstruct =
  (
    { items }: Pick<Catalogue, "items">,
    denialOf: DenialOf,
    judge: Judge,
    errorFor: (coordinate: string, denial: Denial) => DenialError,
  ) =>
  (typeName: string, field: FieldNode): Instruction => {
    const fieldName = field.name.value;
    const denial = denialOf(typeName, field);
    if (denial) return { kind: "deny", error: errorFor(`${typeName}.${fieldName}`, denial) };
    const verdict = judge.verdict(typeName, fieldName);
    if (verdict.outcome !== "MASKED") return WRITE;
    return { kind: "mask", mask: maskFor(verdict.mask, items.get(`${typeName}.${fieldName}`)?.type ?? "") };
  };

/** Objects of invisible types, where an interface or a union could bring them in, are null with an error. */
const createGate = (
  hidden: ReadonlySet<string>,
  judge: Judge,
  errorFor: (coordinate: string, denial: Denial) => DenialError,
): Pick<Enforcement, "rowGate"> => {
  const errors = new Map<string, DenialError>();
  for (const typeName of hidden) {
    const denial = judge.typeDenial(typeName);
    if (denial) errors.set(typeName, errorFor(`${typeName}.__typename`, denial));
  }
  return errors.size === 0 ? {} : { rowGate: (typeName) => errors.get(typeName) };
};

/**
 * Decides one operation under one grant, before it is planned. Pure: equal inputs give equal decisions, and the caller's
 * document is never changed. @throws TooIntricate
 */
export function decideOperation(input: DecisionInput): Decision {
  const { operation, schema, catalogue, grant, exposure = NO_EXPOSURE, applyAt } = input;
  const { document, node, fragments } = operation;
  const rootType = schema.getRootType(node.operation);
  if (!rootType) throw new TypeError(`The schema has no type for a ${node.operation}: validate first`);
  const judge = input.judge ?? createJudge(schema, catalogue, grant, input.own);
  const revealedIn = createRevealedIn(schema, catalogue, exposure);
  const denialOf = createDenialOf(judge, revealedIn);
  const { outcomes, denials, granted, revealed, deny, ask } = createPolicyQuestion(denialOf, judge, revealedIn);
  const filtered = filterOperation(schema, judge, ask, rootType.name, node.selectionSet, fragments);
  for (const [field, byType] of filtered.inseparable) {
    for (const [typeName, denial] of byType)
      deny(`${typeName}.${field.name.value}`, denial, { key: field.name.value, parent: null });
  }
  const denialOrInseparable: DenialOf = (typeName, field) =>
    denialOf(typeName, field) ?? filtered.inseparable.get(field)?.get(typeName);
  const errorFor = (coordinate: string, denial: Denial): DenialError =>
    denialError(catalogue, applyLink(applyAt, coordinate, grant.purpose.code, denial), coordinate, denial);
  const rows = rowRules(catalogue, judge, granted, errorFor);
  const key = `${catalogue.version}:${grant.hash}:${grant.spent}:${exposureKey(exposure)}`;
  return Object.freeze({
    key,
    document,
    operation: node,
    grant,
    enforcement: Object.freeze({
      key,
      planned: plannedDocument(operation, filtered),
      instructionFor: createInstruct(catalogue, denialOrInseparable, judge, errorFor),
      observed: catalogue.subjects,
      about: subjectPaths(catalogue),
      ...(rows === undefined ? {} : { rows }),
      ...createGate(filtered.hidden, judge, errorFor),
    }),
    outcomes: freezeMap(outcomes),
    denials: Object.freeze([...denials.values()]),
    granted: freezeMap(granted),
    revealed: freezeMap(revealed),
    hidden: hiddenReadings(catalogue, granted),
    level: highest(catalogue, granted.keys()),
    applyAt,
    policyVersion: catalogue.version,
  });
}
