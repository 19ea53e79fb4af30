import { notFound } from "../errors.ts";
import type { Grant, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../identifiers.ts";
import type { MatterView } from "../workflow/decide.ts";
import { held } from "../workflow/perform.ts";

/** A grant and the officer who applied for it. */
export interface GrantOfApplicant {
  readonly grant: Grant;
  readonly applicant: string;
}

/** One grant. @throws HUB_NOT_FOUND */
export const loadGrant = async (tx: Prisma.TransactionClient, id: string | number): Promise<GrantOfApplicant> => {
  const grant = await tx.grant.findUnique({ where: { id: numberOf(id, "grant") } });
  if (!grant) throw notFound("grant");
  const { applicantId } = await tx.application.findUniqueOrThrow({ where: { id: grant.applicationId } });
  return { grant, applicant: applicantId };
};

/** What the state machine has to know of a grant. */
export const viewGrant = ({ grant, applicant }: GrantOfApplicant): MatterView & { id: string } => ({
  id: `G${grant.id}`,
  state: grant.state,
  consumer: grant.departmentId,
  provider: grant.provider,
  hands: { applicant, rectifier: grant.rectifiedBy },
});

/** Writes a grant's new state by its version. @throws ConcurrentChange */
export const writeGrant = async (
  tx: Prisma.TransactionClient,
  { id, version }: Grant,
  data: Prisma.GrantUpdateManyMutationInput,
): Promise<Grant> => {
  held(await tx.grant.updateMany({ where: { id, version }, data: { ...data, version: { increment: 1 } } }));
  return tx.grant.findUniqueOrThrow({ where: { id } });
};
