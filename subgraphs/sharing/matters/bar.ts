import { notFound } from "../errors.ts";
import type { Bar, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../workflow/matter.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** One bar (停供). @throws HUB_NOT_FOUND */
export async function loadBar(tx: Pick<StepTransaction, "bar">, id: string): Promise<Bar> {
  const found = await tx.bar.findUnique({ where: { id: numberOf(id, "bar") } });
  if (!found) throw notFound("bar");
  return found;
}

/** Bars that keep the rule from giving to a consumer for a purpose; an app of null is the department itself. */
export function barsAgainst(departmentId: string, appId: string | null, purposeCode: string): Prisma.BarWhereInput {
  const apps = appId === null ? [{ appId: null }] : [{ appId: null }, { appId }];
  return {
    state: "IN_FORCE",
    departmentId,
    AND: [{ OR: apps }, { OR: [{ purposeCode: null }, { purposeCode }] }],
  };
}

/** Reading and writing of bars for the state machine. */
export const barMatter: MatterKind<
  "bar",
  Bar,
  Bar,
  Prisma.BarUncheckedCreateInput,
  Prisma.BarUncheckedUpdateManyInput
> = {
  name: "bar",
  view: (row) => ({
    id: row.id,
    state: row.state,
    consumer: row.departmentId,
    provider: row.provider,
    involved: {},
  }),
  create: async (tx, data, state) => {
    const made = await tx.bar.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { id, version }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.bar.updateMany({ where: { id, version }, data: moved }));
  },
};
