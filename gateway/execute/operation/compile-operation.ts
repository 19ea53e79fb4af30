import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  print,
} from "graphql";
import type { QueryPlan } from "@graphql-hive/router-query-planner";
import type { Enforcement } from "../enforcement.ts";
import type { Post } from "../fetch/post.ts";
import type { JsonObject } from "../json.ts";
import { compilePlan } from "../plan/compile-plan.ts";
import { SharedPlaces } from "../plan/sharing.ts";
import { nothing } from "../plan/run-steps.ts";
import type { Step, Variables } from "../run.ts";
import { compileWriter } from "../write/compile-writer.ts";
import type { WriterOptions } from "../write/writer-options.ts";
import { Coordinates } from "../write/observer.ts";
import type { WriteState } from "../write/write-state.ts";
import { completePlanned, subjectKey } from "./complete-planned.ts";
import { type CoerceVariables, compileVariables } from "./coerce-variables.ts";
import { conditionVariables, shapeOf } from "./condition-variables.ts";
import { asksSchema, compileIntrospection, withoutIntrospection } from "./introspection.ts";

/** A writer of one shape of the operation. */
export interface CompiledWriter {
  readonly write: (data: JsonObject, state: WriteState) => string | null;
  /** Set when what is written is counted. */
  readonly coordinates: Coordinates | undefined;
}

/** Everything of an operation that does not change from request to request. */
export interface CompiledOperation {
  readonly coerceVariables: CoerceVariables;
  /** Fetches and merges. */
  readonly fetch: Step;
  /** Data that the gateway answers itself: the schema's. */
  readonly ownData: ((variables: Variables) => JsonObject) | undefined;
  readonly writerFor: (variables: Variables) => CompiledWriter;
  /** Rough size in memory, bytes. */
  readonly weight: number;
}

/** What operations are compiled with. */
export interface OperationCompiler {
  /** What callers see. */
  readonly consumerSchema: GraphQLSchema;
  /** The whole supergraph. */
  readonly supergraph: GraphQLSchema;
  readonly post: Post;
  readonly plan: (query: string, operationName: string | undefined) => Promise<QueryPlan>;
  /** Whether somebody wants to know what was written. */
  readonly observes: boolean;
}

/** Writers kept per operation; an operation with more shapes compiles the others again. */
const shapesKept = 16;

const rootTypeOf = (schema: GraphQLSchema, operation: OperationDefinitionNode): GraphQLObjectType => {
  const type = schema.getRootType(operation.operation);
  if (type) return type;
  throw new GraphQLError(`Schema is not configured to execute ${operation.operation} operation.`, {
    nodes: operation,
  });
};

const operationOf = (document: DocumentNode, name: string | undefined): OperationDefinitionNode => {
  const operation = getOperationAST(document, name);
  if (operation) return operation;
  const message =
    name === undefined
      ? "Must provide operation name if query contains multiple operations."
      : `Unknown operation named "${name}".`;
  throw new GraphQLError(message, { extensions: { http: { spec: true, status: 400 } } });
};

const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );

/** Nothing but `__typename` at the root: no subgraph is needed. */
const isEmpty = (operation: OperationDefinitionNode | null | undefined): boolean =>
  operation?.selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === "__typename",
  ) ?? true;

const compileWriters = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  {
    consumerSchema,
    observes,
    enforcement,
    sharedPlaces,
  }: OperationCompiler & Pick<WriterOptions, "enforcement" | "sharedPlaces">,
): ((variables: Variables) => CompiledWriter) => {
  const fragments = fragmentsOf(document);
  const names = conditionVariables(document);
  const rootType = rootTypeOf(consumerSchema, operation);
  const compile = (variables: Variables): CompiledWriter => {
    const coordinates = observes ? new Coordinates() : undefined;
    const conditions = new Map(names.map((name) => [name, variables[name] === true]));
    const scope = { schema: consumerSchema, fragments, conditions, enforcement, coordinates, subjectKey, sharedPlaces };
    return {
      coordinates,
      write: compileWriter(operation, rootType, scope),
    };
  };
  if (names.length === 0) {
    const only = compile({});
    return () => only;
  }
  const byShape = new Map<string, CompiledWriter>();
  return (variables) => {
    const shape = shapeOf(names, variables);
    const writer = byShape.get(shape) ?? compile(variables);
    if (byShape.size < shapesKept) byShape.set(shape, writer);
    return writer;
  };
};

/** Plans and compiles one operation under one enforcement. Rejects with a GraphQLError for the caller's mistakes. */
export const compileOperation = async (
  document: DocumentNode,
  operationName: string | undefined,
  enforcement: Enforcement | undefined,
  compiler: OperationCompiler,
): Promise<CompiledOperation> => {
  const { consumerSchema, supergraph, post } = compiler;
  const operation = operationOf(document, operationName);
  const introspects = asksSchema(document);
  const allowed = enforcement ? enforcement.planned : document;
  const fetched = allowed && introspects ? withoutIntrospection(allowed) : allowed;
  const coerceVariables = compileVariables(operation, consumerSchema);
  const ownData = introspects ? compileIntrospection(document, operation, consumerSchema) : undefined;
  const common = { coerceVariables, ownData };
  const writersOver = (sharedPlaces: SharedPlaces) =>
    compileWriters(document, operation, { ...compiler, enforcement, sharedPlaces });
  if (!fetched || isEmpty(getOperationAST(fetched, operationName))) {
    return { ...common, fetch: nothing, writerFor: writersOver(new SharedPlaces()), weight: 4_000 };
  }
  const query = print(enforcement ? completePlanned(fetched, consumerSchema, enforcement.observed) : fetched);
  const plan = await compiler.plan(query, operationName);
  const { run, sharedPlaces } = compilePlan(plan, supergraph, post);
  const weight = 4_000 + 20 * (query.length + JSON.stringify(plan).length);
  return { ...common, fetch: run, writerFor: writersOver(sharedPlaces), weight };
};
