import { notFound } from "../errors.ts";
import type { Application, Prisma, Review } from "../generated/prisma/client.ts";
import { numberOf } from "../identifiers.ts";
import type { MatterView } from "../workflow/decide.ts";
import { held } from "../workflow/perform.ts";

/** One application. @throws HUB_NOT_FOUND */
export const loadApplication = async (
  tx: Pick<Prisma.TransactionClient, "application">,
  id: string | number,
): Promise<Application> => {
  const found = await tx.application.findUnique({ where: { id: numberOf(id, "application") } });
  if (!found) throw notFound("application");
  return found;
};

/** What the state machine has to know of an application. */
export const viewApplication = (row: Application): MatterView & { id: number } => ({
  id: row.id,
  state: row.state,
  consumer: row.departmentId,
  provider: null,
  hands: { applicant: row.applicantId },
});

/** A provider's review with its application, which is the lock that all its reviews share. */
export interface ReviewOfApplication {
  readonly application: Application;
  readonly review: Review;
}

/** The review of one provider. @throws HUB_NOT_FOUND */
export const loadReview = async (
  tx: Prisma.TransactionClient,
  id: string | number,
  provider: string,
): Promise<ReviewOfApplication> => {
  const application = await loadApplication(tx, id);
  const review = await tx.review.findUnique({
    where: { applicationId_provider: { applicationId: application.id, provider } },
  });
  if (!review) throw notFound("review");
  return { application, review };
};

/** What the state machine has to know of a review. */
export const viewReview = ({ application, review }: ReviewOfApplication): MatterView & { id: number } => ({
  id: review.id,
  state: review.state,
  consumer: application.departmentId,
  provider: review.provider,
  hands: { applicant: application.applicantId, decider: review.decidedBy },
});

/** Moves the application's version on, so that of two concurrent steps one wins. @throws ConcurrentChange */
export const claim = async (
  tx: Prisma.TransactionClient,
  { id, version }: Application,
  data: Prisma.ApplicationUpdateManyMutationInput = {},
): Promise<void> => {
  held(await tx.application.updateMany({ where: { id, version }, data: { ...data, version: { increment: 1 } } }));
};
