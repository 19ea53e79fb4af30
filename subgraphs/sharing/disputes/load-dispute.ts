import { notFound } from "../errors.ts";
import type { Dispute, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../identifiers.ts";
import type { MatterView } from "../workflow/decide.ts";
import { held } from "../workflow/perform.ts";

/** A dispute with the areas of its parties, which tell who is over both. */
export interface DisputeOfParties {
  readonly dispute: Dispute;
  readonly areas: readonly string[];
}

/** Areas of two departments. @throws HUB_NOT_FOUND unless the register knows both */
export const areasOf = async (
  tx: Prisma.TransactionClient,
  departments: readonly [string, string],
): Promise<readonly string[]> => {
  const rows = await tx.department.findMany({ where: { id: { in: [...departments] } } });
  if (rows.length !== new Set(departments).size) throw notFound("department");
  return rows.map(({ areaCode }) => areaCode);
};

/** One dispute. @throws HUB_NOT_FOUND */
export const loadDispute = async (tx: Prisma.TransactionClient, id: string | number): Promise<DisputeOfParties> => {
  const dispute = await tx.dispute.findUnique({ where: { id: numberOf(id, "dispute") } });
  if (!dispute) throw notFound("dispute");
  return { dispute, areas: await areasOf(tx, [dispute.claimant, dispute.respondent]) };
};

/** What the state machine has to know of a dispute: the claimant stands on the consumer's side. */
export const viewDispute = ({ dispute, areas }: DisputeOfParties): MatterView & { id: number } => ({
  id: dispute.id,
  state: dispute.state,
  consumer: dispute.claimant,
  provider: dispute.respondent,
  areas,
  hands: { filer: dispute.filedBy, referrer: dispute.coordinatedBy },
});

/** Writes a dispute's new state by its version. @throws ConcurrentChange */
export const writeDispute = async (
  tx: Prisma.TransactionClient,
  { id, version }: Dispute,
  data: Prisma.DisputeUpdateManyMutationInput,
): Promise<Dispute> => {
  held(await tx.dispute.updateMany({ where: { id, version }, data: { ...data, version: { increment: 1 } } }));
  return tx.dispute.findUniqueOrThrow({ where: { id } });
};
