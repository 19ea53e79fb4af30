import { notFound } from "../errors.ts";
import type { Incident, Prisma } from "../generated/prisma/client.ts";
import { assertUnchanged, numberOf, type MatterKind, type StepTransaction } from "../workflow/matter.ts";

/** One incident (数据安全事件). @throws HUB_NOT_FOUND */
export async function loadIncident(tx: StepTransaction, id: string): Promise<Incident> {
  const found = await tx.incident.findUnique({ where: { id: numberOf(id, "incident") } });
  if (!found) throw notFound("incident");
  return found;
}

/** Reading and writing of incidents for the state machine. */
export const incidentMatter: MatterKind<
  "incident",
  Incident,
  Incident,
  Prisma.IncidentUncheckedCreateInput,
  Prisma.IncidentUncheckedUpdateManyInput
> = {
  name: "incident",
  view: (row) => ({
    id: row.id,
    state: row.state,
    consumer: null,
    provider: null,
    involved: { reporter: row.reportedBy },
  }),
  create: async (tx, data, state) => {
    const made = await tx.incident.create({ data: { ...data, state } });
    return { made, id: made.id };
  },
  write: async (tx, { id, version }, data, state) => {
    const moved = { ...data, state, version: { increment: 1 } };
    assertUnchanged(await tx.incident.updateMany({ where: { id, version }, data: moved }));
  },
};
