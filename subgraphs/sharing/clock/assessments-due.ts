import { beijingDay } from "../../kit/rules/working-days.ts";
import { withheldAmong } from "../applications/impact-assessment.ts";
import { eventOf, recordEvents } from "../event.ts";
import type { Grant, PrismaClient } from "../generated/prisma/client.ts";
import { loadGrant } from "../matters/grant.ts";
import { servicesOf } from "../services.ts";
import { STEPS_OF_HUB } from "../steps/hub.ts";
import { ConcurrentChange } from "../workflow/matter.ts";
import { HUB, isLate, takeEach } from "./take-each.ts";

const USUAL_DAYS = 90;
const [LEAST_DAYS, MOST_DAYS] = [30, 365];

/** Milliseconds by which two clocks may differ. */
const TOLERANCE = 5 * 60_000;
const DAY = 86_400_000;

/** Days that the sides have: 90 unless HUB_ASSESSMENT_DAYS says otherwise. @throws for what is not 30 to 365 */
export function assessmentDaysOf(stated: string | undefined): number {
  if (stated === undefined) return USUAL_DAYS;
  const days = /^\d{1,3}$/.test(stated) ? Number(stated) : 0;
  if (days >= LEAST_DAYS && days <= MOST_DAYS) return days;
  throw new Error(`HUB_ASSESSMENT_DAYS: expected ${LEAST_DAYS} to ${MOST_DAYS} days, got ${stated}`);
}

/** What the database's clock says. */
export async function databaseClock(database: PrismaClient): Promise<Date> {
  const [row] = await database.$queryRaw<{ now: Date }[]>`select now()`;
  if (row === undefined) throw new Error("The database told no time");
  return row.now;
}

/** False while the two clocks disagree: nobody is given a day by a wrong one, and nothing is suspended by it. */
const clocksAgree = async (database: PrismaClient, now: Date): Promise<boolean> => {
  const { secondClock, report } = servicesOf(database);
  const apart = Math.abs((await secondClock(database)).getTime() - now.getTime());
  if (apart <= TOLERANCE) return true;
  report(new Error("CLOCKS_DISAGREE: no grant is suspended for want of an assessment until they are set right"));
  return false;
};

/** Grants in effect that give what needs an assessment, and have none. */
const unassessed = async (database: PrismaClient): Promise<readonly Grant[]> =>
  withheldAmong(
    database,
    servicesOf(database).catalogue(),
    await database.grant.findMany({ where: { state: "ACTIVE" }, orderBy: { id: "asc" } }),
  );

const tellBoth = (database: PrismaClient, grant: Grant, day: string, now: Date): Promise<void> =>
  database.$transaction(async (tx) => {
    const { id, version, departmentId, provider } = grant;
    const assessBy = new Date(`${day}T00:00:00Z`);
    const { count } = await tx.grant.updateMany({ where: { id, version, assessBy: null }, data: { assessBy } });
    if (count === 0) throw new ConcurrentChange("told already");
    const events = [...new Set([departmentId, provider])].map((department) =>
      eventOf(
        { action: "ASSESSMENT_DUE", matter: "grant", article: null },
        { ...HUB, department, now },
        { id: `G${id}`, before: null, after: null },
        { assessBy: day },
      ),
    );
    await recordEvents(tx, events, servicesOf(database));
  });

/**
 * Tells both sides, once, by which day an assessment that is missing has to stand. @returns of how many grants
 * @law 个人信息保护法第五十五条 [T] 此前开通而没有评估的授权：告知双方限期补做（默认九十日，可设三十至三百六十五日），逾期暂停，补齐后恢复
 */
export async function recordAssessmentsDue(database: PrismaClient, now: Date): Promise<number> {
  const due = (await unassessed(database)).filter(({ assessBy }) => assessBy === null);
  if (due.length === 0 || !(await clocksAgree(database, now))) return 0;
  const day = beijingDay(new Date(now.getTime() + servicesOf(database).assessmentDays * DAY));
  let told = 0;
  for (const grant of due) {
    try {
      await tellBoth(database, grant, day, now);
      told += 1;
    } catch (error) {
      if (!isLate(error)) throw error;
    }
  }
  return told;
}

const REASON = "逾期未补做个人信息保护影响评估（个人信息保护法第五十五条）";

/** Suspends what still has no assessment when its day is over. The grant comes back by rectification, with the assessments. @returns how many */
export async function suspendUnassessed(database: PrismaClient, now: Date): Promise<number> {
  const today = beijingDay(now);
  const late = (await unassessed(database)).filter(
    ({ assessBy }) => assessBy !== null && assessBy.toISOString().slice(0, 10) < today,
  );
  if (late.length === 0 || !(await clocksAgree(database, now))) return 0;
  return takeEach(database, now, late, async ({ id }, tx, advance) => {
    const suspension = { suspendedAt: now, suspendedBy: HUB.officer, reason: REASON };
    await advance(STEPS_OF_HUB.SUSPEND_UNASSESSED, await loadGrant(tx, id), suspension, { reason: REASON });
  });
}
