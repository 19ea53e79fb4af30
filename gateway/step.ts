import { GraphQLError } from "graphql";
import { type Answer, refused } from "./answer.ts";
import { hubError, placeOf } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { ClientGone } from "./execute/operation/execute-operation.ts";
import { Refusal } from "./refusal.ts";

/** The rest of the pipeline. Never throws and never rejects: whatever goes wrong in it is an answer. */
export type Next = (exchange: Exchange) => Answer | Promise<Answer>;

/**
 * One step of a request's life, named by its function. It writes what it finds out on the exchange and answers with
 * `next(exchange)`, or with an answer of its own; it may change the answer on its way out. To refuse the request it throws a
 * GraphQLError, or a Refusal of several. A step that need not wait MUST NOT return a promise of its own.
 */
export type Step = (exchange: Exchange, next: Next) => Answer | Promise<Answer>;

/** The answer to a request that a step ended. Anything but a refusal is the hub's own mistake: logged here, told to nobody. */
const endedBy = (name: string, exchange: Exchange, error: unknown): Answer => {
  exchange.refusedBy ??= name;
  if (error instanceof GraphQLError) return refused(error);
  if (error instanceof Refusal) return refused(...error.errors);
  if (!(error instanceof ClientGone)) {
    exchange.hub.logger.error({ step: name, ...placeOf(error), trace: exchange.trace.traceId }, "A step failed.");
  }
  return refused(hubError("HUB_INTERNAL", {}));
};

const guarded =
  (step: Step, next: Next): Next =>
  (exchange) => {
    try {
      const answer = step(exchange, next);
      // A promise of the rest of the pipeline is guarded already; only one of the step's own needs a guard.
      if (!(answer instanceof Promise) || answer === exchange.settling) return answer;
      exchange.settling = answer.catch((error: unknown) => endedBy(step.name, exchange, error));
      return exchange.settling;
    } catch (error) {
      return endedBy(step.name, exchange, error);
    }
  };

/** Steps as one function that runs them in their order, and in no other. `last` answers what all of them let pass. */
export function compose(steps: readonly Step[], last: Next): Next {
  return steps.reduceRight<Next>((next, step) => guarded(step, next), last);
}
