import type { DisputeMatter } from "../generated/prisma/enums.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { loadApplication } from "../applications/load-application.ts";
import { notFound } from "../errors.ts";
import { loadGrant } from "../grants/load-grant.ts";
import { numberOf } from "../identifiers.ts";

/** Between whom a matter is: the department that uses, and those that provide. */
interface PartiesOfMatter {
  readonly id: string;
  readonly consumer: string;
  readonly providers: readonly string[];
}

/** The parties of what a dispute can be about. @throws HUB_NOT_FOUND */
export const partiesOf = async (
  tx: Prisma.TransactionClient,
  matter: DisputeMatter,
  id: string | number,
): Promise<PartiesOfMatter> => {
  switch (matter) {
    case "APPLICATION": {
      const application = await loadApplication(tx, id);
      const reviews = await tx.review.findMany({ where: { applicationId: application.id } });
      return {
        id: String(application.id),
        consumer: application.departmentId,
        providers: reviews.map(({ provider }) => provider),
      };
    }
    case "GRANT": {
      const { grant } = await loadGrant(tx, id);
      return { id: `G${grant.id}`, consumer: grant.departmentId, providers: [grant.provider] };
    }
    case "CORRECTION": {
      const correction = await tx.correction.findUnique({ where: { id: numberOf(id, "correction") } });
      if (!correction) throw notFound("correction");
      return { id: String(correction.id), consumer: correction.departmentId, providers: [correction.provider] };
    }
  }
};
