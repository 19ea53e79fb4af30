import { notFound } from "../errors.ts";
import type { Correction, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../workflow/matter.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** One request for correction (校核纠错). @throws HUB_NOT_FOUND */
export async function loadCorrection(tx: Pick<StepTransaction, "correction">, id: string): Promise<Correction> {
  const found = await tx.correction.findUnique({ where: { id: numberOf(id, "correction") } });
  if (!found) throw notFound("correction");
  return found;
}

/** Reading and writing of requests for correction for the state machine. */
export const correctionMatter: MatterKind<
  "correction",
  Correction,
  Correction,
  Prisma.CorrectionUncheckedCreateInput,
  Prisma.CorrectionUncheckedUpdateManyInput
> = {
  name: "correction",
  view: (row) => ({
    id: row.id,
    state: row.state,
    consumer: row.departmentId,
    provider: row.provider,
    involved: { applicant: row.filedBy },
  }),
  create: async (tx, data, state) => {
    const made = await tx.correction.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { id, version }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.correction.updateMany({ where: { id, version }, data: moved }));
  },
};
