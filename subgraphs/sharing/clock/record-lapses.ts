import { endOfBasis } from "../../../schema/law/basis.ts";
import { beijingDay } from "../../kit/rules/working-days.ts";
import { eventOf, recordEvents, type SharingEvent } from "../event.ts";
import type { PrismaClient } from "../generated/prisma/client.ts";
import { loadGrant } from "../matters/grant.ts";
import { servicesOf } from "../services.ts";
import { STEPS_OF_HUB } from "../steps/hub.ts";
import { openTerms, type OpenTerm } from "./open-terms.ts";
import { recordAssessmentsDue, suspendUnassessed } from "./assessments-due.ts";
import { HUB, isLate, takeEach } from "./take-each.ts";

/** The record of a term that ran out. Nothing changes by it: silence is not consent (art. 21). It is evidence (art. 39). */
const overdue = ({ matter, id, department, article, reading }: OpenTerm, now: Date): SharingEvent =>
  eventOf(
    { action: "OVERDUE", matter, article },
    { ...HUB, department, now },
    { id, before: null, after: null },
    { dueOn: reading.dueOn, provisional: reading.provisional },
  );

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

/** Days before the end of a basis on which both departments are told. */
const NOTICE_DAYS = 60;

/**
 * Tells once of each grant whose basis is about to end: a document's last day ends what rests on it, whatever term the grant states.
 * @law 政务数据共享条例第二十条 [T] 使用依据将于六十日内失效的，事前记录并告知需求部门和提供部门；失效之日授权随之终止
 */
const recordEndingBases = async (database: PrismaClient, now: Date): Promise<number> => {
  const services = servicesOf(database);
  const grants = await database.grant.findMany({ where: { state: { in: ["GRANTED", "ACTIVE", "SUSPENDED"] } } });
  const ending = grants.flatMap(({ id, provider, legalBasis }) => {
    const end = endOfBasis(legalBasis);
    const isNear = end !== null && end > now.getTime() && end - now.getTime() <= NOTICE_DAYS * 86_400_000;
    return isNear ? [{ id: `G${id}`, provider, legalBasis, end }] : [];
  });
  const where = { action: "BASIS_ENDING", matterId: { in: ending.map(({ id }) => id) } };
  const told = new Set((await database.sharingEvent.findMany({ where })).map(({ matterId }) => matterId));
  let recorded = 0;
  for (const { id, provider, legalBasis, end } of ending.filter((grant) => !told.has(grant.id))) {
    const event = eventOf(
      { action: "BASIS_ENDING", matter: "grant", article: 20 },
      { ...HUB, department: provider, now },
      { id, before: null, after: null },
      { legalBasis, endsOn: beijingDay(new Date(end - 1)) },
    );
    try {
      await database.$transaction((tx) => recordEvents(tx, [event], services));
      recorded += 1;
    } catch (error) {
      if (!isLate(error)) throw error;
    }
  }
  return recorded;
};

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
  readonly overdue: number;
  readonly ending: number;
  readonly expired: number;
  readonly lapsed: number;
  /** Grants whose sides were told to make up for an impact assessment. */
  readonly unassessed: number;
  readonly suspended: number;
}

/**
 * Records what time alone brought about: terms that ran out, once each, and grants and bars that reached their end. It may
 * run in several processes and at any time; a grant's enforcement does not wait for it (validity is in the grant), a bar's end does.
 */
export async function recordLapses(database: PrismaClient): Promise<Lapses> {
  const now = servicesOf(database).now();
  return {
    overdue: await recordOverdue(database, now),
    ending: await recordEndingBases(database, now),
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
