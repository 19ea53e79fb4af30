import { notFound } from "../errors.ts";
import type { Application, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../workflow/matter.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** One application (共享申请). @throws HUB_NOT_FOUND */
export async function loadApplication(
  tx: Pick<StepTransaction, "application">,
  id: string | number,
): Promise<Application> {
  const found = await tx.application.findUnique({ where: { id: numberOf(id, "application") } });
  if (!found) throw notFound("application");
  return found;
}

/** Moves the application's version on, so that of two concurrent steps on it or its reviews one wins. @throws ConcurrentChange */
export async function lockApplication(
  tx: Prisma.TransactionClient,
  { id, version }: Application,
  data: Prisma.ApplicationUncheckedUpdateManyInput = {},
): Promise<void> {
  assertUnchanged(
    await tx.application.updateMany({ where: { id, version }, data: { ...data, version: { increment: 1 } } }),
  );
}

/** Reading and writing of applications for the state machine. */
export const applicationMatter: MatterKind<
  "application",
  Application,
  Application,
  Prisma.ApplicationUncheckedCreateInput,
  Prisma.ApplicationUncheckedUpdateManyInput
> = {
  name: "application",
  view: (row) => ({
    id: row.id,
    state: row.state,
    consumer: row.departmentId,
    provider: null,
    involved: { applicant: row.applicantId },
  }),
  create: async (tx, data, state) => {
    const made = await tx.application.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: (tx, row, data, state) => lockApplication(tx, row, { ...data, state }),
};
