import { notFound } from "../errors.ts";
import type { JoinedSource, Prisma } from "../generated/prisma/client.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** One old system that was joined (接入系统). @throws HUB_NOT_FOUND */
export async function loadSource(tx: Pick<StepTransaction, "joinedSource">, name: string): Promise<JoinedSource> {
  const found = await tx.joinedSource.findUnique({ where: { name } });
  if (!found) throw notFound("source");
  return found;
}

/** Reading and writing of sources for the state machine. */
export const sourceMatter: MatterKind<
  "source",
  JoinedSource,
  JoinedSource,
  Prisma.JoinedSourceUncheckedCreateInput,
  Prisma.JoinedSourceUncheckedUpdateManyInput
> = {
  name: "source",
  view: ({ name, state, owner }) => ({ id: name, state, consumer: null, provider: owner, involved: {} }),
  create: async (tx, data, state) => {
    const made = await tx.joinedSource.create({ data: { ...data, state } });
    return { made, id: made.name };
  },
  write: async (tx, { name, version }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.joinedSource.updateMany({ where: { name, version }, data: moved }));
  },
};
