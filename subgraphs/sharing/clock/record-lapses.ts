import type { PrismaClient } from "../generated/prisma/client.ts";
import { loadGrant } from "../matters/grant.ts";
import { servicesOf } from "../services.ts";
import { STEPS_OF_HUB } from "../steps/hub.ts";
import { recordAssessmentsDue, suspendUnassessed } from "./assessments-due.ts";
import { recordNotices } from "./notices.ts";
import { takeEach } from "./take-each.ts";

const expire = async (database: PrismaClient, now: Date): Promise<number> => {
  const from = STEPS_OF_HUB.EXPIRE.from.filter((state) => state !== null);
  const ended = await database.grant.findMany({ where: { state: { in: from }, validTo: { lte: now } } });
  return takeEach(database, now, ended, async ({ id }, tx, advance) => {
    await advance(STEPS_OF_HUB.EXPIRE, await loadGrant(tx, id), { endedAt: now });
  });
};

const lapse = async (database: PrismaClient, now: Date): Promise<number> => {
  const ended = await database.bar.findMany({ where: { state: "IN_FORCE", until: { lte: now } } });
  return takeEach(database, now, ended, async (bar, _, advance) => {
    await advance(STEPS_OF_HUB.LAPSE_BAR, bar, { liftedAt: now });
  });
};

/** How many there were of each. */
interface Lapses {
  /** Terms that ran out, and those that are near their end. */
  readonly overdue: number;
  readonly near: number;
  /** Grants whose basis is about to end, and those that are themselves. */
  readonly basisEnding: number;
  readonly ending: number;
  /** Datasets that did not change within their declared cycle. */
  readonly lateData: number;
  readonly expired: number;
  readonly lapsed: number;
  /** Grants whose sides were told to make up for an impact assessment. */
  readonly unassessed: number;
  readonly suspended: number;
}

/**
 * Records what time alone brought about: terms that ran out or are about to, once each, and grants and bars that reached their end. It may
 * run in several processes and at any time; a grant's enforcement does not wait for it (validity is in the grant), a bar's end does.
 */
export async function recordLapses(database: PrismaClient): Promise<Lapses> {
  const now = servicesOf(database).now();
  return {
    ...(await recordNotices(database, now)),
    expired: await expire(database, now),
    lapsed: await lapse(database, now),
    unassessed: await recordAssessmentsDue(database, now),
    suspended: await suspendUnassessed(database, now),
  };
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
