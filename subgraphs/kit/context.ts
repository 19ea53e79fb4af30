/** What a resolver sees of one request. */
export interface SubgraphContext<Database = unknown> {
  readonly database: Database;
  /** Division prefixes that the caller may see rows of; `null` is no restriction (only outside the gateway's reach). */
  readonly rowScope: readonly string[] | null;
}

/** Prisma filter that keeps rows within the caller's row scope; the database, not the resolver, drops the others. */
export const inScope = (context: SubgraphContext): { OR?: { divisionCode: { startsWith: string } }[] } =>
  context.rowScope === null ? {} : { OR: context.rowScope.map((prefix) => ({ divisionCode: { startsWith: prefix } })) };
