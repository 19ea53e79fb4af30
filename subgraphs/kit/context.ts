import { scopeOf } from "../../schema/envelope/allowance.ts";
import type { Envelope } from "../../schema/envelope/envelope.ts";

/** One request, as a resolver sees it. */
export interface SubgraphContext<Database = unknown> {
  readonly database: Database;
  /** The opened envelope; absent only where a department runs without a gate, on its own machine. */
  readonly envelope?: Envelope;
}

type DivisionFilter = { OR?: { divisionCode: { startsWith: string } }[] };

const filterOf = (prefixes: Iterable<string>): DivisionFilter => ({
  OR: [...prefixes].map((prefix) => ({ divisionCode: { startsWith: prefix } })),
});

/**
 * Prisma filter that keeps the rows which somebody behind this request may see: the database, not the resolver, drops
 * the others. An empty scope is an empty `OR`, which matches no row.
 * @param coordinate the list's own field; without it the rows of every consumer that the envelope names are kept, and
 *   the guard drops per field those that are not for that field
 */
export function inScope({ envelope }: SubgraphContext, coordinate?: string): DivisionFilter {
  if (envelope === undefined) return {};
  if (coordinate !== undefined) return filterOf(scopeOf(envelope, coordinate));
  return filterOf(new Set(envelope.lines.flatMap(({ scope }) => scope)));
}
