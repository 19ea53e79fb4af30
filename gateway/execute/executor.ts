import { buildASTSchema, type GraphQLSchema, parse } from "graphql";
import { type QueryPlan, QueryPlanner } from "@graphql-hive/router-query-planner";
import { hubError } from "../errors.ts";
import { BoundedCache } from "../operation/bounded-cache.ts";
import type { Variables } from "../operation/coerce-variables.ts";
import type { Conditions } from "../operation/fold-conditions.ts";
import type { Operation } from "../operation/operation.ts";
import type { Enforcement } from "./enforcement.ts";
import type { Post } from "./fetch/post.ts";
import { defaultLimits, type ExecutionLimits } from "./limits.ts";
import {
  type CompiledOperation,
  compileOperation,
  type OperationCompiler,
  plannedText,
} from "./operation/compile-operation.ts";
import { interfaceObjectsOf } from "./operation/complete-planned.ts";
import { type Executed, executeOperation } from "./operation/execute-operation.ts";
import { plannedDepartments, withoutConditions } from "./plan/planned-departments.ts";
import { createTurns } from "../limit/callers/turns.ts";

/** The Rust planner, with progressive override (`@override(label:)`) folded into one text that a cache can key by. */
interface Planner {
  /** The active overrides of a request, as text; percentages are drawn anew at every call. Labels of other kinds are never active. */
  readonly activeOverrides: () => string;
  /** Plans off the main thread, for 2 seconds at most. Rejects with the planner's error. */
  readonly plan: (query: string, operationName: string | undefined, activeOverrides: string) => Promise<QueryPlan>;
}

/** The planner takes threads of libuv's pool of four, in which files and signatures have their turn too. */
const PLANNINGS = Object.freeze({ all: 3, each: 1, waiting: 200 });

/** Milliseconds that one planning may take. */
const LONGEST = 2_000;

/** Creates the planner of one supergraph. Throws when the supergraph's SDL is not one. */
function createPlanner(supergraphSdl: string): Planner {
  const native = new QueryPlanner(supergraphSdl);
  const { overridePercentages } = native;
  const activeOverrides = (): string => {
    if (overridePercentages.length === 0) return "";
    // Two requests on the same side of every threshold share a plan: the draw is rounded down to the threshold below.
    const draw = Math.random() * 100;
    return String(Math.max(0, ...overridePercentages.filter((percentage) => draw > percentage)));
  };
  return {
    activeOverrides,
    plan: (query, operationName, overrides) =>
      native.planAsync(query, operationName, new Set(), Number(overrides) + 1e-9, AbortSignal.timeout(LONGEST)),
  };
}

/** The supergraph that an executor is made for, and its bounds. */
export interface ExecutorOptions {
  readonly supergraphSdl: string;
  /** The schema that callers see. */
  readonly schema: GraphQLSchema;
  /** True when written values are counted, for the ledger. */
  readonly observes: boolean;
  readonly limits?: Partial<ExecutionLimits> | undefined;
  /** Bytes that the compiled shapes of one operation may take, roughly. */
  readonly shapeBytes?: number | undefined;
}

/** One operation to execute. */
interface ExecutionRequest {
  readonly operation: Operation;
  /** Coerced by the operation. */
  readonly variables: Variables;
  /** Whose share of plannings it takes. */
  readonly caller: string;
  /** Credit code of the firm that asks for itself; null or absent: nobody's. */
  readonly firm?: string | null | undefined;
  /** The policy's decision. undefined: everything is written. */
  readonly enforcement: Enforcement | undefined;
  readonly post: Post;
  /** Calls back when the client has left; the result takes the listener out again. */
  readonly onGone?: ((listener: () => void) => () => void) | undefined;
}

/** Executes operations of one supergraph. */
export interface Execute {
  /** Rejects with a GraphQLError when nothing can be answered. */
  (request: ExecutionRequest): Promise<Executed>;
  /** The departments that an operation asks where nothing of it is denied, one for each fetch. Rejects with HUB_PLANNING_FAILED. */
  readonly departments: (operation: Operation, caller: string) => Promise<readonly string[]>;
}

/** A compiled shape, or the one that is being compiled: requests that come meanwhile wait for the same. */
type Shape = CompiledOperation | Promise<CompiledOperation>;

/** Weight of a shape that is still being compiled, in bytes. */
const PENDING = 4_000;
const SHAPE_BYTES = 16 * 1024 * 1024;

const keyOf = (conditions: Conditions, overrides: string, enforcement: Enforcement | undefined): string => {
  let shape = "";
  for (const holds of conditions.values()) shape += holds ? "1" : "0";
  return `${shape}|${overrides}|${enforcement?.key ?? ""}`;
};

/** The shapes of one operation by conditions, overrides and decision; what they weigh is told to the operation. */
const createShapes = (operation: Operation, bytes: number) => {
  const shapes = new BoundedCache<Shape>(bytes);
  const weighed = (change: () => void): void => {
    const before = shapes.weight;
    change();
    operation.grow(shapes.weight - before);
  };
  return (key: string, compile: () => Promise<CompiledOperation>): Shape => {
    const known = shapes.get(key);
    if (known !== undefined) return known;
    const compiling = compile();
    weighed(() => {
      shapes.set(key, compiling, PENDING);
    });
    compiling.then(
      (compiled) => {
        weighed(() => {
          shapes.set(key, compiled, compiled.weight);
        });
      },
      () => {
        weighed(() => {
          shapes.delete(key);
        });
      },
    );
    return compiling;
  };
};

/**
 * The compiled executor of one supergraph: Hive's Rust planner plans, each shape of an operation is compiled once to closures,
 * and one pass writes the answer. Throws when the SDL is not a supergraph's.
 */
export function createExecutor({ supergraphSdl, schema, observes, ...options }: ExecutorOptions): Execute {
  const planner = createPlanner(supergraphSdl);
  const planInTurn = createTurns(PLANNINGS);
  const supergraph = buildASTSchema(parse(supergraphSdl, { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  const interfaceObjects = interfaceObjectsOf(supergraph);
  const limits: ExecutionLimits = { ...defaultLimits, ...options.limits };
  const shapesOf = (operation: Operation) => createShapes(operation, options.shapeBytes ?? SHAPE_BYTES);
  const departments: Execute["departments"] = async ({ document, name }, caller) => {
    const whole = { document: withoutConditions(document), name };
    const query = plannedText(whole, undefined, new Map(), { consumerSchema: schema, interfaceObjects });
    if (query === undefined) return [];
    const planning = planInTurn(caller, () => planner.plan(query, name, planner.activeOverrides()));
    return plannedDepartments(
      await planning.catch(() => {
        throw hubError("HUB_PLANNING_FAILED", {});
      }),
    );
  };
  const execute = async ({ operation, variables, caller, firm, enforcement, post, onGone }: ExecutionRequest) => {
    const conditions = operation.conditionsOf(variables);
    const overrides = planner.activeOverrides();
    const found = operation.derived(shapesOf)(keyOf(conditions, overrides, enforcement), () => {
      const plan: OperationCompiler["plan"] = (query, name) =>
        planInTurn(caller, () => planner.plan(query, name, overrides));
      return compileOperation(operation, conditions, enforcement, {
        consumerSchema: schema,
        supergraph,
        interfaceObjects,
        observes,
        plan,
      });
    });
    const compiled = found instanceof Promise ? await found : found;
    return executeOperation(compiled, { variables, firm, post, onGone, limits });
  };
  return Object.assign(execute, { departments });
}
