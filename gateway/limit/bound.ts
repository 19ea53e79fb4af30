import type { Answer } from "../answer.ts";
import { hubError } from "../errors.ts";
import type { Exchange } from "../exchange.ts";
import type { Next } from "../step.ts";

/**
 * Coerces the variables, and refuses what only they and the schema can tell to be too much, of a batch in sum.
 * @throws HUB_INVALID_VARIABLE, HUB_PAGE_SIZE, HUB_COST_EXCEEDED
 */
export function bound(exchange: Exchange, next: Next): Answer | Promise<Answer> {
  const { operation, asked, hub } = exchange;
  if (!operation || !asked) throw new Error("bound comes after readDocument");
  const variables = operation.coerce(asked.variables);
  const costs = hub.bounds.costsOf(operation)(variables);
  // The operations of a batch run at the same time: together they may cost as much as one.
  for (const kind of ["schema", "cost"] as const) {
    exchange.spent[kind] += costs[kind];
    const [actual, limit] = [exchange.spent[kind], hub.bounds.most[kind]];
    if (actual > limit) throw hubError("HUB_COST_EXCEEDED", { actual, limit });
  }
  exchange.variables = variables;
  return next(exchange);
}
