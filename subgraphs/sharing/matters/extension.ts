import { notFound } from "../errors.ts";
import type { Extension, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../workflow/matter.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";
import { loadApplication } from "./application.ts";
import type { ReviewOfApplication } from "./review.ts";

/** A request for extension (延期) with the review whose term it would lengthen. */
export interface ExtensionOfReview extends ReviewOfApplication {
  readonly extension: Extension;
}

/** One request for extension. @throws HUB_NOT_FOUND */
export async function loadExtension(tx: StepTransaction, id: string): Promise<ExtensionOfReview> {
  const extension = await tx.extension.findUnique({ where: { id: numberOf(id, "extension") } });
  if (!extension) throw notFound("extension");
  const review = await tx.review.findUniqueOrThrow({ where: { id: extension.reviewId } });
  return { extension, review, application: await loadApplication(tx, review.applicationId) };
}

/** Reading and writing of requests for extension. A request that is consented to lengthens its review's term in the same transaction. */
export const extensionMatter: MatterKind<
  "extension",
  ExtensionOfReview,
  Extension,
  Prisma.ExtensionUncheckedCreateInput,
  Prisma.ExtensionUncheckedUpdateManyInput
> = {
  name: "extension",
  view: ({ extension, review, application }) => ({
    id: extension.id,
    state: extension.state,
    consumer: application.departmentId,
    provider: review.provider,
    involved: { applicant: application.applicantId, requester: extension.requestedBy },
  }),
  create: async (tx, data, state) => {
    const made = await tx.extension.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { extension, review }, data, state) => {
    const where = { id: extension.id, state: extension.state };
    assertUnchanged(await tx.extension.updateMany({ where, data: { ...data, state } }));
    if (state !== "CONSENTED") return;
    await tx.review.update({ where: { id: review.id }, data: { extensionDays: extension.days } });
  },
};
