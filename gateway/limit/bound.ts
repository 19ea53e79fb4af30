import type { Answer } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";

/**
 * Coerces the variables, and refuses what only they and the schema can tell to be too much.
 * @throws HUB_INVALID_VARIABLE, HUB_PAGE_SIZE, HUB_COST_EXCEEDED
 */
export function bound(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { operation, asked, hub } = exchange;
  if (!operation || !asked) throw new Error("bound comes after readDocument");
  const variables = operation.coerce(asked.variables);
  hub.boundsOf(operation)(variables);
  exchange.variables = variables;
  return next(exchange);
}
