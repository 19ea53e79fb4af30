import { notFound } from "../errors.ts";
import type { CatalogueChange, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../workflow/matter.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** One change of the catalogue (目录变更). @throws HUB_NOT_FOUND */
export async function loadChange(tx: StepTransaction, id: string | number): Promise<CatalogueChange> {
  const found = await tx.catalogueChange.findUnique({ where: { id: numberOf(id, "change") } });
  if (!found) throw notFound("change");
  return found;
}

/** Reading and writing of changes for the state machine. */
export const changeMatter: MatterKind<
  "change",
  CatalogueChange,
  CatalogueChange,
  Prisma.CatalogueChangeUncheckedCreateInput,
  Prisma.CatalogueChangeUncheckedUpdateManyInput
> = {
  name: "change",
  view: (row) => ({
    id: row.id,
    state: row.state,
    consumer: null,
    provider: row.owner,
    involved: { proposer: row.proposedBy, approver: row.approvedBy },
  }),
  create: async (tx, data, state) => {
    const made = await tx.catalogueChange.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { id, version }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.catalogueChange.updateMany({ where: { id, version }, data: moved }));
  },
};
