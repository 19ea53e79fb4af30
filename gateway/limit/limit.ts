import { type DocumentNode, type ExecutionArgs, getOperationAST, GraphQLError, type GraphQLSchema } from "graphql";
import type { GatewayLimits } from "../config.ts";
import { contextOf } from "../context.ts";
import { hubError } from "../errors.ts";
import type { HubPlugin, Step } from "../step.ts";
import { checkAliases } from "./aliases.ts";
import { compileCost } from "./cost.ts";
import { checkDepth } from "./depth.ts";
import { compilePageSizes } from "./page-size.ts";
import { parseRequest } from "./parse-request.ts";
import { checkReservedNames } from "./reserved-names.ts";
import { parseWithinTokens } from "./tokens.ts";
import { coerceVariables } from "./variables.ts";

type Values = Readonly<Record<string, unknown>>;
type Check = (variables: Values | null | undefined) => readonly GraphQLError[];

/** Everything about an operation that its variables decide, compiled once per document and name. */
const compileChecks = (
  schema: GraphQLSchema,
  document: DocumentNode,
  name: string | null | undefined,
  limits: GatewayLimits,
): Check => {
  const operation = getOperationAST(document, name);
  // The runtime has refused a name that picks no operation before it comes to this.
  if (!operation) return () => [];
  const checkPageSizes = compilePageSizes(schema, document, limits.pageSize);
  const costOf = compileCost(schema, document, operation, limits.assumedListSize);
  return (given) => {
    const variables = coerceVariables(schema, operation, given);
    if (variables.kind === "unfit") return variables.errors;
    checkPageSizes(variables.values);
    const actual = costOf(variables.values);
    if (actual > limits.cost) throw hubError("HUB_COST_EXCEEDED", { actual, limit: limits.cost });
    return [];
  };
};

/** The hub's own reading of requests takes the place of the runtime's, whose body check would copy every body. */
const readRequests = (limits: GatewayLimits): HubPlugin => {
  const last: HubPlugin = {
    onRequestParse: ({ serverContext, setRequestParser }) => {
      setRequestParser((request) => parseRequest(request, contextOf(serverContext).req, limits));
    },
  };
  return {
    onPluginInit: ({ plugins }) => {
      (plugins as HubPlugin[]).push(last);
    },
    onRequestParse: ({ setRequestParser }) => {
      setRequestParser(undefined as never);
    },
  };
};

/** Before validation: what makes validation itself expensive must not reach it. */
const boundDocuments = (limits: GatewayLimits): HubPlugin => ({
  onParse: ({ setParseFn }) => {
    setParseFn((source: string) => {
      const document = parseWithinTokens(source, limits);
      checkReservedNames(document);
      checkDepth(document, limits.depth);
      checkAliases(document, limits.aliases);
      return document;
    });
  },
});

/** Before execution: what only the schema and the variables can tell. */
const boundOperations = (limits: GatewayLimits): HubPlugin => {
  const compiled = new WeakMap<DocumentNode, Map<string, Check>>();
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      const { schema, document, operationName, variableValues } = args as ExecutionArgs;
      const checks = compiled.get(document) ?? new Map<string, Check>();
      compiled.set(document, checks);
      try {
        const check = checks.get(operationName ?? "") ?? compileChecks(schema, document, operationName, limits);
        checks.set(operationName ?? "", check);
        const errors = check(variableValues);
        if (errors.length > 0) setResultAndStopExecution({ errors: [...errors] });
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        setResultAndStopExecution({ errors: [error] });
      }
    },
    onSubscribe: ({ setResultAndStopExecution }) => {
      setResultAndStopExecution({ errors: [hubError("HUB_SUBSCRIPTION_UNSUPPORTED", {})] });
    },
  };
};

/** Refuses what is too large, too deep or too costly before it is executed; every refusal states limit and actual. */
export const limit: Step = ({ limits }) => ({
  plugins: [readRequests(limits), boundDocuments(limits), boundOperations(limits)],
});
