import { notFound } from "../errors.ts";
import type { Grant, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../workflow/matter.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** A grant (共享授权) and the officer who applied for it. */
export interface GrantOfApplicant {
  readonly grant: Grant;
  readonly applicant: string;
}

/** One grant. @throws HUB_NOT_FOUND */
export async function loadGrant(
  tx: Pick<StepTransaction, "grant" | "application">,
  id: string | number,
): Promise<GrantOfApplicant> {
  const grant = await tx.grant.findUnique({ where: { id: numberOf(id, "grant") } });
  if (!grant) throw notFound("grant");
  const { applicantId } = await tx.application.findUniqueOrThrow({ where: { id: grant.applicationId } });
  return { grant, applicant: applicantId };
}

/** Reading and writing of grants for the state machine. Events name a grant as receipts do, `G12`. */
export const grantMatter: MatterKind<
  "grant",
  GrantOfApplicant,
  Grant,
  Prisma.GrantUncheckedCreateInput,
  Prisma.GrantUncheckedUpdateManyInput
> = {
  name: "grant",
  view: ({ grant, applicant }) => ({
    id: `G${grant.id}`,
    state: grant.state,
    consumer: grant.departmentId,
    provider: grant.provider,
    involved: { applicant, rectifier: grant.rectifiedBy, suspender: grant.suspendedBy },
  }),
  create: async (tx, data, state) => {
    const made = await tx.grant.create({ data: { ...data, state } });
    return { made, id: `G${made.id}` };
  },
  write: async (tx, { grant: { id, version } }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.grant.updateMany({ where: { id, version }, data: moved }));
  },
};
