import type { QueryPlan } from "@graphql-hive/router-query-planner";
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  print,
  visit,
} from "graphql";
import { hubError } from "../../errors.ts";
import type { Variables } from "../../operation/coerce-variables.ts";
import { type Conditions, foldConditions } from "../../operation/fold-conditions.ts";
import { asksSchema, compileIntrospection, withoutIntrospection } from "../../operation/introspection.ts";
import type { Operation } from "../../operation/operation.ts";
import { rootFields } from "../../operation/root-fields.ts";
import type { Enforcement } from "../enforcement.ts";
import type { JsonObject } from "../json.ts";
import { compilePlan } from "../plan/compile-plan.ts";
import { nothing } from "../plan/run-nodes.ts";
import { SharedPlaces } from "../plan/shared-places.ts";
import type { RunNode } from "../run.ts";
import { compileWriter } from "../write/compile-writer.ts";
import { Coordinates } from "../write/coordinates.ts";
import type { WriteField } from "../write/write-state.ts";
import { completePlanned, withTypeNames } from "./complete-planned.ts";

/** Everything of one shape of an operation, under one decision, that does not change from request to request. */
export interface CompiledOperation {
  /** Fetches and merges. */
  readonly fetch: RunNode;
  /** Data that the gateway answers itself: the schema's. */
  readonly ownData: ((variables: Variables) => JsonObject) | undefined;
  readonly write: WriteField;
  /** Set when what is written is counted. */
  readonly coordinates: Coordinates | undefined;
  /** Rough size in memory, bytes. */
  readonly weight: number;
}

/** The schemas and the planner that operations are compiled with. */
export interface OperationCompiler {
  /** The schema that callers see. */
  readonly consumerSchema: GraphQLSchema;
  /** The whole supergraph. */
  readonly supergraph: GraphQLSchema;
  /** Interfaces that some subgraph cannot tell the types of. */
  readonly interfaceObjects: ReadonlySet<string>;
  readonly plan: (query: string, operationName: string | undefined) => Promise<QueryPlan>;
  /** True when written values are counted. */
  readonly observes: boolean;
}

const rootTypeOf = (schema: GraphQLSchema, operation: OperationDefinitionNode): GraphQLObjectType => {
  const type = schema.getRootType(operation.operation);
  if (type) return type;
  throw new GraphQLError(`Schema is not configured to execute ${operation.operation} operation.`, {
    nodes: operation,
  });
};

/** Nothing but `__typename` at the root, whatever fragments it stands in: no subgraph is needed. */
const isEmpty = (document: DocumentNode, operation: OperationDefinitionNode | null | undefined): boolean =>
  !operation || [...rootFields(document, operation)].every((name) => name === "__typename");

/**
 * The same double in a form that the planner's parser takes: it refuses exponents that begin with 0 or 9, which GraphQL allows.
 * @param literal a float of GraphQL, finite
 */
export function plannableFloat(literal: string): string {
  const [mantissa = "", exponent = "0"] = Number(literal).toExponential().split("e");
  const [, sign = "", digits = ""] = /^(-?)(.*)$/.exec(mantissa.replace(".", "")) ?? [];
  let shift = 0;
  while (!/^(?:0|-?[1-8].*)$/.test(String(Number(exponent) - shift))) shift += 1;
  const padded = digits.padEnd(shift + 2, "0");
  return `${sign}${padded.slice(0, shift + 1)}.${padded.slice(shift + 1)}e${Number(exponent) - shift}`.replace(
    /e0$/,
    "",
  );
}

const withPlannableFloats = (document: DocumentNode): DocumentNode =>
  visit(document, { FloatValue: (node) => ({ ...node, value: plannableFloat(node.value) }) });

/** The text that is planned; undefined when no subgraph is needed. */
export const plannedText = (
  { document, name }: Pick<Operation, "document" | "name">,
  enforcement: Enforcement | undefined,
  conditions: Conditions,
  { consumerSchema: schema, interfaceObjects }: Pick<OperationCompiler, "consumerSchema" | "interfaceObjects">,
): string | undefined => {
  const allowed = enforcement ? enforcement.planned : document;
  if (allowed === null) return undefined;
  const fetched = foldConditions(asksSchema(allowed) ? withoutIntrospection(allowed) : allowed, conditions);
  if (isEmpty(fetched, getOperationAST(fetched, name))) return undefined;
  const planned = enforcement ? completePlanned(fetched, schema, enforcement, interfaceObjects) : fetched;
  return print(withPlannableFloats(planned));
};

const weightOfNothing = 4_000;

const fetchesOf = async (
  query: string | undefined,
  name: string | undefined,
  isEnforced: boolean,
  { plan: planFor, supergraph, interfaceObjects }: OperationCompiler,
) => {
  if (query === undefined) return { run: nothing, sharedPlaces: new SharedPlaces(), weight: weightOfNothing };
  const plan = await planFor(query, name).catch((error: unknown) => {
    if (error instanceof GraphQLError) throw error;
    // The planner's own message is about its insides.
    throw hubError("HUB_PLANNING_FAILED", {});
  });
  const weight = weightOfNothing + 20 * (query.length + JSON.stringify(plan).length);
  const complete = isEnforced ? (fetch: DocumentNode) => withTypeNames(fetch, supergraph, interfaceObjects) : undefined;
  return { ...compilePlan(plan, supergraph, complete), weight };
};

/** Plans and compiles one shape of an operation under one enforcement. Rejects with a GraphQLError. */
export async function compileOperation(
  operation: Operation,
  conditions: Conditions,
  enforcement: Enforcement | undefined,
  compiler: OperationCompiler,
): Promise<CompiledOperation> {
  const { document, node, fragments } = operation;
  const { consumerSchema: schema, observes } = compiler;
  const rootType = rootTypeOf(schema, node);
  const query = plannedText(operation, enforcement, conditions, compiler);
  const { run, sharedPlaces, weight } = await fetchesOf(query, operation.name, enforcement !== undefined, compiler);
  const coordinates = observes ? new Coordinates() : undefined;
  const scope = { schema, fragments, conditions, enforcement, coordinates };
  return {
    fetch: run,
    ownData: asksSchema(document) ? compileIntrospection(document, node, schema) : undefined,
    write: compileWriter(node, rootType, { ...scope, sharedPlaces }),
    coordinates,
    weight,
  };
}
