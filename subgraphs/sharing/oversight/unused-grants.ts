import type { Context } from "../builder.ts";
import type { Grant, Prisma } from "../generated/prisma/client.ts";

/** A grant that is wider than its use, with the proposal to narrow it. */
export interface UnusedGrant {
  readonly grant: Grant;
  readonly unused: readonly string[];
  readonly lastUsedOn: Date | null;
  /** RELINQUISH when nothing of it was used, NARROW when part of it was. */
  readonly proposal: "RELINQUISH" | "NARROW";
}

/** Most grants that are looked at, the oldest first. */
const MOST = 2_000;

/**
 * Grants in use of which something was not used for `days`. A grant younger than that is left alone.
 * @param visible which grants the caller may see
 */
export async function unusedGrants(
  database: Context["database"],
  visible: Prisma.GrantWhereInput,
  days: number,
  now: Date,
): Promise<readonly UnusedGrant[]> {
  const since = new Date(now.getTime() - days * 86_400_000);
  const grants = await database.grant.findMany({
    where: { AND: [visible, { state: "ACTIVE", validTo: { gt: now }, validFrom: { lte: since } }] },
    orderBy: { id: "asc" },
    take: MOST,
  });
  const ids = grants.map(({ id }) => id);
  const items = await database.grantItem.findMany({
    where: { grantId: { in: ids }, removedAt: null },
    orderBy: { coordinate: "asc" },
  });
  const usage = await database.grantUsage.groupBy({
    by: ["grantId", "coordinate"],
    where: { grantId: { in: ids }, requests: { gt: 0 } },
    _max: { day: true },
  });
  const lastOf = new Map(usage.map(({ grantId, coordinate, _max }) => [`${grantId} ${coordinate}`, _max.day]));
  return grants.flatMap((grant) => {
    const own = items.filter(({ grantId }) => grantId === grant.id).map(({ coordinate }) => coordinate);
    const last = (coordinate: string): Date | null => lastOf.get(`${grant.id} ${coordinate}`) ?? null;
    const unused = own.filter((coordinate) => (last(coordinate)?.getTime() ?? 0) < since.getTime());
    if (unused.length === 0) return [];
    const used = own.flatMap((coordinate) => last(coordinate) ?? []).sort((a, b) => b.getTime() - a.getTime());
    const proposal = unused.length === own.length ? "RELINQUISH" : "NARROW";
    return [{ grant, unused, lastUsedOn: used[0] ?? null, proposal } as const];
  });
}
