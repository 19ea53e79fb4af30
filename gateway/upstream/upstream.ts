import { type DocumentNode, print } from "graphql";
import { contextOf } from "../context.ts";
import type { RuntimeExecutor, Step } from "../step.ts";

const printed = new WeakMap<DocumentNode, string>();

/** Prints each document once: plans are cached, so their fetches come back as the same nodes. */
const printOnce = (document: DocumentNode): string => {
  let text = printed.get(document);
  if (text === undefined) {
    text = print(document);
    printed.set(document, text);
  }
  return text;
};

/** Carries the runtime's fetches to the departments over the hub's own transport. */
export const upstream: Step = (services) => ({
  fetcherOf: (subgraph) => {
    const fetch = ({ document, variables, operationName, context }: Parameters<RuntimeExecutor>[0]) =>
      services.upstream.post({
        subgraph,
        document,
        body: JSON.stringify({ query: printOnce(document), variables: variables as unknown, operationName }),
        context: contextOf(context as object),
      });
    return fetch as RuntimeExecutor;
  },
});
