import { notFound } from "../errors.ts";
import type { CatalogueDescription, Prisma } from "../generated/prisma/client.ts";
import { assertUnchanged, numberOf, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** One description of a department's datasets (目录条目补充项). @throws HUB_NOT_FOUND */
export async function loadDescription(tx: StepTransaction, id: string | number): Promise<CatalogueDescription> {
  const found = await tx.catalogueDescription.findUnique({ where: { id: numberOf(id, "description") } });
  if (!found) throw notFound("description");
  return found;
}

/** Reading and writing of descriptions for the state machine. */
export const descriptionMatter: MatterKind<
  "description",
  CatalogueDescription,
  CatalogueDescription,
  Prisma.CatalogueDescriptionUncheckedCreateInput,
  Prisma.CatalogueDescriptionUncheckedUpdateManyInput
> = {
  name: "description",
  view: (row) => ({
    id: row.id,
    state: row.state,
    consumer: null,
    provider: row.owner,
    involved: { proposer: row.proposedBy, approver: row.approvedBy },
  }),
  create: async (tx, data, state) => {
    const made = await tx.catalogueDescription.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { id, version }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.catalogueDescription.updateMany({ where: { id, version }, data: moved }));
  },
};
