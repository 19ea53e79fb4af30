import { eventOf, recordEvents, type SharingEvent } from "../event.ts";
import { Prisma, type PrismaClient } from "../generated/prisma/client.ts";
import { loadGrant } from "../matters/grant.ts";
import { servicesOf } from "../services.ts";
import { STEPS_OF_HUB } from "../steps/hub.ts";
import { ConcurrentChange } from "../workflow/matter.ts";
import { hubSteps } from "../workflow/perform.ts";
import { openTerms, type OpenTerm } from "./open-terms.ts";

/** Name under which the hub itself acts. */
const HUB = { app: "hub", officer: "hub", role: null } as const;

/** The record of a term that ran out. Nothing changes by it: silence is not consent (art. 21). It is evidence (art. 39). */
const overdue = ({ matter, id, department, article, reading }: OpenTerm, now: Date): SharingEvent =>
  eventOf(
    { action: "OVERDUE", matter, article },
    { ...HUB, department, now },
    { id, before: null, after: null },
    { dueOn: reading.dueOn, provisional: reading.provisional },
  );

/** Another process was first. */
const isLate = (error: unknown): boolean =>
  error instanceof ConcurrentChange ||
  (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002");

const recordOverdue = async (database: PrismaClient, now: Date): Promise<number> => {
  const services = servicesOf(database);
  const late = (await openTerms(database, services, null)).filter(({ reading }) => reading.state === "OVERDUE");
  const told = await database.sharingEvent.findMany({
    where: { action: "OVERDUE", matterId: { in: late.map(({ id }) => id) } },
    select: { matter: true, matterId: true },
  });
  const known = new Set(told.map(({ matter, matterId }) => `${matter} ${matterId}`));
  let recorded = 0;
  for (const term of late.filter(({ matter, id }) => !known.has(`${matter} ${id}`))) {
    try {
      await database.$transaction((tx) => recordEvents(tx, [overdue(term, now)], services));
      recorded += 1;
    } catch (error) {
      if (!isLate(error)) throw error;
    }
  }
  return recorded;
};

const expire = async (database: PrismaClient, now: Date): Promise<number> => {
  const services = servicesOf(database);
  const from = STEPS_OF_HUB.EXPIRE.from.filter((state) => state !== null);
  const ended = await database.grant.findMany({ where: { state: { in: from }, validTo: { lte: now } } });
  let expired = 0;
  for (const { id, provider } of ended) {
    try {
      await database.$transaction(async (tx) => {
        const events: SharingEvent[] = [];
        const { advance } = hubSteps(tx, { ...HUB, department: provider, now }, events);
        await advance(STEPS_OF_HUB.EXPIRE, await loadGrant(tx, id), { endedAt: now });
        await recordEvents(tx, events, services);
      });
      expired += 1;
    } catch (error) {
      if (!isLate(error)) throw error;
    }
  }
  return expired;
};

/**
 * Records what time alone brought about: terms that ran out, once each, and grants that reached their end. Gives nothing to
 * anybody, so it may run in several processes and at any time; enforcement does not wait for it (validity is in the grant).
 */
export async function recordLapses(
  database: PrismaClient,
): Promise<{ readonly overdue: number; readonly expired: number }> {
  const now = servicesOf(database).now();
  return { overdue: await recordOverdue(database, now), expired: await expire(database, now) };
}

/** Records lapses every minute until the returned function is called. MUST be ended before the database is closed. */
export function watchLapses(database: PrismaClient, report: (error: unknown) => void, interval = 60_000): () => void {
  const timer = setInterval(() => {
    recordLapses(database).catch(report);
  }, interval);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
