import { notFound } from "../errors.ts";
import type { Prisma, SourcePublication } from "../generated/prisma/client.ts";
import { assertUnchanged, numberOf, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** One proposal to publish a source's classification, or to retire the source. @throws HUB_NOT_FOUND */
export async function loadPublication(tx: StepTransaction, id: string | number): Promise<SourcePublication> {
  const found = await tx.sourcePublication.findUnique({ where: { id: numberOf(id, "publication") } });
  if (!found) throw notFound("publication");
  return found;
}

/** Reading and writing of publications for the state machine. */
export const publicationMatter: MatterKind<
  "publication",
  SourcePublication,
  SourcePublication,
  Prisma.SourcePublicationUncheckedCreateInput,
  Prisma.SourcePublicationUncheckedUpdateManyInput
> = {
  name: "publication",
  view: (row) => ({
    id: row.id,
    state: row.state,
    consumer: null,
    provider: row.owner,
    involved: { proposer: row.proposedBy, approver: row.approvedBy },
  }),
  create: async (tx, data, state) => {
    const made = await tx.sourcePublication.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { id, version }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.sourcePublication.updateMany({ where: { id, version }, data: moved }));
  },
};
