import type { OpenedEnvelope } from "./envelope-gate.ts";

/** What a resolver sees of one request. */
export interface SubgraphContext<Database = unknown> {
  readonly database: Database;
  /** The opened envelope; absent only where a department runs without a gate, on its own machine. */
  readonly envelope?: OpenedEnvelope;
  /** Division prefixes that the caller may see rows of; `null` is no restriction (only without a gate). */
  readonly rowScope: readonly string[] | null;
}

/** Prisma filter that keeps rows within the caller's row scope; the database, not the resolver, drops the others. */
export const inScope = (context: SubgraphContext): { OR?: { divisionCode: { startsWith: string } }[] } =>
  context.rowScope === null ? {} : { OR: context.rowScope.map((prefix) => ({ divisionCode: { startsWith: prefix } })) };
