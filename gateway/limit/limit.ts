import { type DocumentNode, type ExecutionArgs, GraphQLError } from "graphql";
import type { GatewayLimits } from "../config.ts";
import { contextOf } from "../context.ts";
import { hubError } from "../errors.ts";
import type { HubPlugin, Step } from "../step.ts";
import { type CheckVariables, compileChecks } from "./compile-checks.ts";
import { parseRequest } from "../front/parse-request.ts";
import { readDocument } from "../operation/read-document.ts";

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
    setParseFn((source: string) => readDocument(source, limits));
  },
});

/** Before execution: what only the schema and the variables can tell. */
const boundOperations = (limits: GatewayLimits): HubPlugin => {
  const compiled = new WeakMap<DocumentNode, Map<string, CheckVariables>>();
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      const { schema, document, operationName, variableValues } = args as ExecutionArgs;
      const checks = compiled.get(document) ?? new Map<string, CheckVariables>();
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
