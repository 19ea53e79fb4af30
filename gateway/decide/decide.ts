import type { Answer } from "../answer.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Grant } from "../grant/compile-grant.ts";
import type { Next } from "../step.ts";
import type { Decision } from "./decision.ts";
import { TooIntricate } from "./filter-operation.ts";

/**
 * Decides every coordinate of the operation on every concrete type, before anything is planned. Enforcement and explanation
 * both read this decision. @throws HUB_COST_EXCEEDED for an operation of too many selections
 */
export function decide(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { grantInForce, operation, variables = {}, hub } = exchange;
  const { governance } = hub;
  if (!grantInForce || !operation || !governance) return next(exchange);
  const { policy, fieldsOf } = governance;
  const decideUnder = (grant: Grant): Decision => {
    try {
      return policy.decide(operation, grant, variables);
    } catch (error) {
      if (!(error instanceof TooIntricate)) throw error;
      throw hubError("HUB_COST_EXCEEDED", { actual: { en: "too many selections", zh: "过多" }, limit: 50_000 });
    }
  };
  const { grant, ...asked } = grantInForce;
  const { catalogue } = policy;
  exchange.decided = { ...asked, decision: decideUnder(grant), catalogue, fieldsOf, decideUnder };
  return next(exchange);
}
