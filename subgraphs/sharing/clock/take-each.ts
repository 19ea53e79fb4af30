import { recordEvents, type SharingEvent } from "../event.ts";
import { Prisma, type PrismaClient } from "../generated/prisma/client.ts";
import { servicesOf } from "../services.ts";
import { ConcurrentChange } from "../workflow/matter.ts";
import { hubSteps } from "../workflow/perform.ts";
import type { StepContext } from "../workflow/step.ts";

/** Name under which the hub itself acts. */
export const HUB = { app: "hub", officer: "hub", role: null } as const;

/** Another process was first. */
export const isLate = (error: unknown): boolean =>
  error instanceof ConcurrentChange ||
  (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002");

/** Takes one step of the hub's own on each matter whose day has come, each in a transaction of its own. @returns how many */
export async function takeEach<Row extends { readonly provider: string }>(
  database: PrismaClient,
  now: Date,
  rows: readonly Row[],
  step: (row: Row, tx: Prisma.TransactionClient, advance: StepContext["advance"]) => Promise<void>,
): Promise<number> {
  const services = servicesOf(database);
  let taken = 0;
  for (const row of rows) {
    try {
      await database.$transaction(async (tx) => {
        const events: SharingEvent[] = [];
        const { advance } = hubSteps(tx, { ...HUB, department: row.provider, now }, events);
        await step(row, tx, advance);
        await recordEvents(tx, events, services);
      });
      taken += 1;
    } catch (error) {
      if (!isLate(error)) throw error;
    }
  }
  return taken;
}
