import { endOfBasis } from "../../../schema/law/basis.ts";
import { beijingDay } from "../../kit/rules/working-days.ts";
import { eventOf, recordEvents, type SharingEvent } from "../event.ts";
import type { Grant, PrismaClient } from "../generated/prisma/client.ts";
import { dataQuality } from "../oversight/data-quality.ts";
import { servicesOf } from "../services.ts";
import { openTerms, type OpenTerm } from "./open-terms.ts";
import type { Matter } from "../workflow/states.ts";
import { HUB, isLate } from "./take-each.ts";

/** Working days left of a term at which it is told to be near its end; a shorter one is told a day before its last. */
const NEAR = 2;

/** Days before the end of a grant, and before that of its basis, on which both departments are told. */
const [END_DAYS, BASIS_DAYS] = [30, 60] as const;

const DAY = 86_400_000;

const lastDayBefore = (end: number): string => beijingDay(new Date(end - 1));

type Action = "OVERDUE" | "DUE_SOON" | "GRANT_ENDING" | "BASIS_ENDING" | "DATA_LATE";

/**
 * What the calendar alone says of a matter. Nothing changes by it: silence is not consent (art. 21). It is evidence (art. 39), and an event for
 * whoever subscribes.
 */
const noticeOf = (
  action: Action,
  { matter, id, department, article }: Pick<OpenTerm, "id" | "department" | "article"> & { readonly matter: Matter },
  now: Date,
  detail: Readonly<Record<string, unknown>>,
): SharingEvent =>
  eventOf({ action, matter, article }, { ...HUB, department, now }, { id, before: null, after: null }, detail);

/** Matters of which something was told already, by action and, as an extension moves a term, day. */
const toldAmong = async (database: PrismaClient, notices: readonly SharingEvent[]): Promise<ReadonlySet<string>> => {
  const told = await database.sharingEvent.findMany({
    where: {
      action: { in: ["OVERDUE", "DUE_SOON", "GRANT_ENDING", "BASIS_ENDING", "DATA_LATE"] },
      matterId: { in: notices.map(({ change }) => change.id) },
    },
    select: { action: true, matter: true, matterId: true, detail: true },
  });
  return new Set(
    told.flatMap(({ action, matter, matterId, detail }) => {
      const { dueOn = "" } = detail as { readonly dueOn?: string };
      return [`${action} ${matter} ${matterId}`, `${action} ${matter} ${matterId} ${dueOn}`];
    }),
  );
};

/**
 * False for what was told: once of each matter, once of each day of a term that nears its end, and not that it does where it was told to be over;
 * and once of each day on which a dataset's change was due.
 */
const isNew = ({ action, change, detail }: SharingEvent, told: ReadonlySet<string>): boolean => {
  const of = `${change.what} ${change.id}`;
  const day = String(detail["dueOn"]);
  if (action === "DATA_LATE") return !told.has(`DATA_LATE ${of} ${day}`);
  if (action !== "DUE_SOON") return !told.has(`${action} ${of}`);
  return !told.has(`DUE_SOON ${of} ${day}`) && !told.has(`OVERDUE ${of} ${day}`);
};

/** Records what is new, each in a transaction of its own; what another process was first with stays as it is. @returns how many */
const recordNew = async (database: PrismaClient, notices: readonly SharingEvent[]): Promise<number> => {
  if (notices.length === 0) return 0;
  const told = await toldAmong(database, notices);
  let recorded = 0;
  for (const notice of notices.filter((one) => isNew(one, told))) {
    try {
      await database.$transaction((tx) => recordEvents(tx, [notice], servicesOf(database)));
      recorded += 1;
    } catch (error) {
      if (!isLate(error)) throw error;
    }
  }
  return recorded;
};

const isNear = ({ term, reading }: OpenTerm): boolean =>
  reading.state === "RUNNING" && reading.remaining <= Math.min(NEAR, term.limit - 1);

/** Tells of terms that are near their end, and of those that ran out. */
const recordTerms = async (database: PrismaClient, now: Date) => {
  const terms = await openTerms(database, servicesOf(database), null);
  const notices = (action: Action, of: readonly OpenTerm[]): readonly SharingEvent[] =>
    of.map((term) => {
      const { dueOn, provisional } = term.reading;
      return noticeOf(action, term, now, { dueOn, provisional });
    });
  const late = terms.filter(({ reading }) => reading.state === "OVERDUE");
  return {
    overdue: await recordNew(database, notices("OVERDUE", late)),
    near: await recordNew(database, notices("DUE_SOON", terms.filter(isNear))),
  };
};

/**
 * Tells once of each grant that is about to end, by its own term or by its basis: a document's last day ends what rests on it, whatever term the
 * grant states.
 * @law 政务数据共享条例第二十条 [T] 使用依据将于六十日内失效的，事前记录并告知需求部门和提供部门；失效之日授权随之终止
 */
const recordEndings = async (database: PrismaClient, now: Date) => {
  const grants = await database.grant.findMany({ where: { state: { in: ["GRANTED", "ACTIVE", "SUSPENDED"] } } });
  const isWithin = (end: number | null, days: number): end is number =>
    end !== null && end > now.getTime() && end - now.getTime() <= days * DAY;
  const about = ({ id, provider }: Grant) =>
    ({ matter: "grant", id: `G${id}`, department: provider, article: 20 }) as const;
  const bases = grants.flatMap((grant) => {
    const { legalBasis } = grant;
    const end = endOfBasis(legalBasis);
    if (!isWithin(end, BASIS_DAYS)) return [];
    return [noticeOf("BASIS_ENDING", about(grant), now, { legalBasis, endsOn: lastDayBefore(end) })];
  });
  const ends = grants.flatMap((grant) => {
    const end = grant.validTo.getTime();
    if (!isWithin(end, END_DAYS)) return [];
    return [noticeOf("GRANT_ENDING", about(grant), now, { dueOn: lastDayBefore(end) })];
  });
  return { basisEnding: await recordNew(database, bases), ending: await recordNew(database, ends) };
};

/** Tells the owner once, for each day on which it was due, of a dataset that did not change within its declared cycle. */
const recordLateData = async (database: PrismaClient, now: Date) => {
  const late = (await dataQuality(database, servicesOf(database).catalogue())).filter((one) => one.late);
  const notices = late.map(({ id, owner, updateCycle, dueOn, changedAt, observedSince }) =>
    noticeOf("DATA_LATE", { matter: "catalogue", id, department: owner, article: 18 }, now, {
      updateCycle,
      dueOn,
      changedAt,
      observedSince,
    }),
  );
  return { lateData: await recordNew(database, notices) };
};

/** Records, once each, what the calendar says of open terms, of grants in force and of data that did not change. @returns how many of each */
export async function recordNotices(database: PrismaClient, now: Date) {
  return {
    ...(await recordTerms(database, now)),
    ...(await recordEndings(database, now)),
    ...(await recordLateData(database, now)),
  };
}
