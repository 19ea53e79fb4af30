import type { DocumentNode } from "graphql";
import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { OWN_GRAPH } from "../supergraph/add-own-graph.ts";
import type { FetchOrigin } from "../upstream/create-upstream.ts";
import { type Enforcement, WRITE } from "./enforcement.ts";
import type { Post } from "./fetch/post.ts";
import { answerOwnGraph } from "./own-graph.ts";

/** Closed: introspection is answered, nothing is fetched, everything else is denied. */
const CLOSED: Enforcement = Object.freeze({
  key: "closed",
  planned: null,
  instructionFor: (typeName, field) =>
    typeName.startsWith("__") || field.name.value.startsWith("__")
      ? WRITE
      : {
          kind: "deny",
          error: { message: "Nothing was decided for this request.", extensions: { code: "HUB_FIELD_DENIED" } },
        },
  observed: new Map(),
} satisfies Enforcement);

/** For an operation that asks the hub alone, which is nobody's data: all of it is answered. */
const ownEnforcement = (document: DocumentNode): Enforcement => ({
  key: "own",
  planned: document,
  instructionFor: () => WRITE,
  observed: new Map(),
});

/** The executor's instructions. Under governance a request without a decision gets the closed enforcement, never an open one. */
const enforcementOf = ({ hub, decided, caller, operation }: Exchange): Enforcement | undefined => {
  if (!hub.governance) return undefined;
  if (decided) return decided.decision.enforcement;
  const { asks } = operation ?? {};
  return operation && caller && asks?.own === true && !asks.data ? ownEnforcement(operation.document) : CLOSED;
};

/** Each fetch of this request carries what was decided for it. */
const originOf = ({ hub, trace, started, decided }: Exchange): FetchOrigin => {
  const { governance } = hub;
  if (!governance) return { trace, started, headersFor: hub.attach };
  const { attach } = governance;
  return { trace, started, headersFor: attach && ((fetch) => attach(decided, fetch)) };
};

const postFor = (exchange: Exchange): Post => {
  const { upstream } = exchange.hub;
  const origin = originOf(exchange);
  return (fetch) => (fetch.subgraph === OWN_GRAPH ? answerOwnGraph(exchange, fetch) : upstream.post(fetch, origin));
};

/**
 * Plans, fetches and writes the answer. Denied fields are never fetched; each fetch carries its envelope; whatever is answered is
 * counted on the exchange. @throws HUB_ANSWER_TOO_LARGE, HUB_PLANNING_FAILED, HUB_RATE_LIMITED: nothing is
 * answered then
 */
export async function execute(exchange: Exchange): Promise<Answer> {
  const { hub, operation, variables, request, caller } = exchange;
  if (!operation || !variables) throw new Error("execute comes after bound");
  const { data, errors, observation } = await hub.execute({
    operation,
    variables,
    caller: caller?.app ?? "",
    firm: caller?.enterprise,
    enforcement: enforcementOf(exchange),
    post: postFor(exchange),
    onGone: request.onGone,
  });
  exchange.observation = observation;
  const { asks } = operation;
  return { data, errors, isPublic: !asks.data && !asks.own };
}
