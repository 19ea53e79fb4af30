import { notFound } from "../errors.ts";
import type { Dispute, Prisma } from "../generated/prisma/client.ts";
import type { DisputeMatter } from "../generated/prisma/enums.ts";
import { numberOf } from "../workflow/matter.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";
import { loadApplication } from "./application.ts";
import { loadCorrection } from "./correction.ts";
import { loadGrant } from "./grant.ts";

/** A dispute (争议) with the areas of its parties, which tell who is over both. */
export interface DisputeOfParties {
  readonly dispute: Dispute;
  readonly areas: readonly string[];
}

/** Areas of two departments. @throws HUB_NOT_FOUND unless the register knows both */
export async function areasOf(
  tx: Pick<StepTransaction, "department">,
  departments: readonly [string, string],
): Promise<readonly string[]> {
  const rows = await tx.department.findMany({ where: { id: { in: [...departments] } } });
  if (rows.length !== new Set(departments).size) throw notFound("department");
  return rows.map(({ areaCode }) => areaCode);
}

/** One dispute. @throws HUB_NOT_FOUND */
export async function loadDispute(tx: StepTransaction, id: string): Promise<DisputeOfParties> {
  const dispute = await tx.dispute.findUnique({ where: { id: numberOf(id, "dispute") } });
  if (!dispute) throw notFound("dispute");
  return { dispute, areas: await areasOf(tx, [dispute.claimant, dispute.respondent]) };
}

/** The department that uses and those that provide, of what a dispute can be about. */
interface PartiesOfMatter {
  readonly id: string;
  readonly consumer: string;
  readonly providers: readonly string[];
}

/** The parties of an application, a grant or a correction. @throws HUB_NOT_FOUND */
export async function partiesOf(tx: StepTransaction, matter: DisputeMatter, id: string): Promise<PartiesOfMatter> {
  switch (matter) {
    case "APPLICATION": {
      const application = await loadApplication(tx, id);
      const reviews = await tx.review.findMany({ where: { applicationId: application.id } });
      const providers = reviews.map(({ provider }) => provider);
      return { id: String(application.id), consumer: application.departmentId, providers };
    }
    case "GRANT": {
      const { grant } = await loadGrant(tx, id);
      return { id: `G${grant.id}`, consumer: grant.departmentId, providers: [grant.provider] };
    }
    case "CORRECTION": {
      const correction = await loadCorrection(tx, id);
      return { id: String(correction.id), consumer: correction.departmentId, providers: [correction.provider] };
    }
  }
}

/** Reading and writing of disputes for the state machine. The claimant stands on the consumer's side, the respondent on the provider's. */
export const disputeMatter: MatterKind<
  "dispute",
  DisputeOfParties,
  Dispute,
  Prisma.DisputeUncheckedCreateInput,
  Prisma.DisputeUncheckedUpdateManyInput
> = {
  name: "dispute",
  view: ({ dispute, areas }) => ({
    id: dispute.id,
    state: dispute.state,
    consumer: dispute.claimant,
    provider: dispute.respondent,
    areas,
    involved: { filer: dispute.filedBy, referrer: dispute.coordinatedBy },
  }),
  create: async (tx, data, state) => {
    const made = await tx.dispute.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { dispute: { id, version } }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.dispute.updateMany({ where: { id, version }, data: moved }));
  },
};
