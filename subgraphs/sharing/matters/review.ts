import { notFound } from "../errors.ts";
import type { Application, Prisma, Review } from "../generated/prisma/client.ts";
import type { MatterKind, StepTransaction } from "../workflow/matter.ts";
import { loadApplication } from "./application.ts";

/** A provider's review (提供部门的审核) with its application, which is the lock that all its reviews share. */
export interface ReviewOfApplication {
  readonly application: Application;
  readonly review: Review;
}

/** States in which a provider still owes an answer. */
export const UNANSWERED = ["OPEN", "INCOMPLETE", "COMPLETE", "DECIDED"] as const;

/** The review of one provider. @throws HUB_NOT_FOUND */
export async function loadReview(
  tx: Pick<StepTransaction, "application" | "review">,
  id: string | number,
  provider: string,
): Promise<ReviewOfApplication> {
  const application = await loadApplication(tx, id);
  const review = await tx.review.findUnique({
    where: { applicationId_provider: { applicationId: application.id, provider } },
  });
  if (!review) throw notFound("review");
  return { application, review };
}

/** Reading and writing of reviews for the state machine. A writer MUST hold the lock of the application. */
export const reviewMatter: MatterKind<
  "review",
  ReviewOfApplication,
  Review,
  Prisma.ReviewUncheckedCreateInput,
  Prisma.ReviewUncheckedUpdateInput
> = {
  name: "review",
  view: ({ application, review }) => ({
    id: review.id,
    state: review.state,
    consumer: application.departmentId,
    provider: review.provider,
    involved: { applicant: application.applicantId, decider: review.decidedBy },
  }),
  create: async (tx, data, state) => {
    const made = await tx.review.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { review }, data, state) => {
    await tx.review.update({ where: { id: review.id }, data: { ...data, state } });
  },
};
