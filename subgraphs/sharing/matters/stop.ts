import { notFound } from "../errors.ts";
import type { EmergencyStop, Prisma } from "../generated/prisma/client.ts";
import { numberOf } from "../workflow/matter.ts";
import { assertUnchanged, type MatterKind, type StepTransaction } from "../workflow/matter.ts";
import type { StateOf } from "../workflow/states.ts";

/** One emergency stop (紧急停用). @throws HUB_NOT_FOUND */
export async function loadStop(tx: StepTransaction, id: string): Promise<EmergencyStop> {
  const found = await tx.emergencyStop.findUnique({ where: { id: numberOf(id, "stop") } });
  if (!found) throw notFound("stop");
  return found;
}

/** State of a stop, which its table tells by the time of its lifting. */
function stateOfStop({ liftedAt }: EmergencyStop): StateOf<"stop"> {
  return liftedAt === null ? "IN_FORCE" : "LIFTED";
}

/** Reading and writing of stops for the state machine. */
export const stopMatter: MatterKind<
  "stop",
  EmergencyStop,
  EmergencyStop,
  Prisma.EmergencyStopUncheckedCreateInput,
  Omit<Prisma.EmergencyStopUncheckedUpdateManyInput, "liftedAt"> & { readonly liftedAt: Date }
> = {
  name: "stop",
  view: (row) => ({
    id: row.id,
    state: stateOfStop(row),
    consumer: null,
    provider: null,
    involved: { stopper: row.stoppedBy },
  }),
  create: async (tx, data) => {
    const made = await tx.emergencyStop.create({ data });
    return { made, id: made.id };
  },
  write: async (tx, { id }, data) => {
    assertUnchanged(await tx.emergencyStop.updateMany({ where: { id, liftedAt: null }, data }));
  },
};
