import type { DocumentNode, GraphQLError } from "graphql";
import { isList, isObject, type JsonObject, narrow } from "../json.ts";
import type { Variables } from "../../operation/coerce-variables.ts";
import type { Run } from "../run.ts";
import type { SubgraphAnswer } from "./post.ts";

/** Sends a fetch with the text of its own variables (`"name":value,…`). Rejects when there is no answer to wait for. */
export type Send = (run: Run, ownVariables: string) => Promise<SubgraphAnswer>;

/** A fetch, before its variables are known. */
export interface FetchDescription {
  readonly subgraph: string;
  readonly operationKind: "query" | "mutation" | "subscription";
  readonly operation: string;
  readonly document: DocumentNode;
  /** The caller's variables that the operation uses. */
  readonly variables: readonly string[];
}

const variablesText = (names: readonly string[], variables: Variables): string => {
  let text = "";
  for (const name of names) {
    const value = variables[name];
    if (value === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }
  return text;
};

/** Rejects at once when the request is aborted, whether or not the transport gives up: too late an answer is none. */
const unlessAborted = <Result>(work: Promise<Result>, { onAbort }: Run): Promise<Result> =>
  new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(new Error("aborted"));
    };
    onAbort.add(abort);
    work.then(
      (result) => {
        onAbort.delete(abort);
        resolve(result);
      },
      (error: unknown) => {
        onAbort.delete(abort);
        reject(error instanceof Error ? error : new Error("rejected"));
      },
    );
  });

/** Prepares a fetch's request body once: what changes from request to request is only the variables' text. */
export function compileSend(fetch: FetchDescription): Send {
  const { subgraph, document, operationKind } = fetch;
  const query = narrow(`{"query":${JSON.stringify(fetch.operation)}`);
  return (run, ownVariables) => {
    const { post, signal } = run;
    if (signal.aborted) return Promise.reject(new Error("aborted"));
    const used = variablesText(fetch.variables, run.variables);
    const variables = used + (used === "" || ownVariables === "" ? "" : ",") + ownVariables;
    const body = variables === "" ? `${query}}` : `${query},"variables":{${variables}}}`;
    const answer = Promise.resolve()
      .then(() => post({ subgraph, document, operationKind, body, signal }))
      .then(readAnswer);
    return unlessAborted(answer, run);
  };
}

/** A transport is not trusted further than its types: what is no answer counts as none. */
const readAnswer = (answer: unknown): SubgraphAnswer => {
  if (!isObject(answer)) throw new TypeError("no answer");
  const { data, errors } = answer;
  return {
    data: isObject(data) ? data : null,
    ...(isList(errors) ? { errors: errors.filter((error): error is GraphQLError => isObject(error)) } : {}),
  };
};

/** The data of an answer that merging can work with. */
export function dataOf({ data }: SubgraphAnswer): JsonObject | undefined {
  return isObject(data) ? data : undefined;
}
