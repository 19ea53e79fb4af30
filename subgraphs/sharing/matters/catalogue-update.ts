import { notFound } from "../errors.ts";
import type { CatalogueUpdate, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../workflow/matter.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** An update of the catalogue (目录更新), and whether the officer who acts proposed one of its changes. */
export interface UpdateOfProposer {
  readonly update: CatalogueUpdate;
  readonly proposer: string | null;
}

/** One update. @throws HUB_NOT_FOUND */
export async function loadUpdate(tx: StepTransaction, id: string, officer: string): Promise<UpdateOfProposer> {
  const update = await tx.catalogueUpdate.findUnique({ where: { id: numberOf(id, "update") } });
  if (!update) throw notFound("update");
  const proposed = await tx.catalogueChange.count({ where: { updateId: update.id, proposedBy: officer } });
  return { update, proposer: proposed > 0 ? officer : null };
}

/** Reading and writing of updates for the state machine. */
export const updateMatter: MatterKind<
  "update",
  UpdateOfProposer,
  CatalogueUpdate,
  Prisma.CatalogueUpdateUncheckedCreateInput,
  Prisma.CatalogueUpdateUncheckedUpdateManyInput
> = {
  name: "update",
  view: ({ update, proposer }) => ({
    id: update.id,
    state: update.state,
    consumer: null,
    provider: update.provider,
    involved: { requester: update.requestedBy, proposer },
  }),
  create: async (tx, data, state) => {
    const made = await tx.catalogueUpdate.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { update: { id, version } }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.catalogueUpdate.updateMany({ where: { id, version }, data: moved }));
  },
};
