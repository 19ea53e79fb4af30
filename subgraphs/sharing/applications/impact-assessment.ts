import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import { beijingDay } from "../../kit/rules/working-days.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import { invalid } from "../errors.ts";
import type { AssessingSide, Grant, ImpactAssessment } from "../generated/prisma/client.ts";
import { DocumentInput, group, text, time, type Values } from "../workflow/arguments.ts";
import type { StepContext } from "../workflow/step.ts";

const FIELDS = {
  necessity: text("处理目的、处理方式是否合法、正当、必要"),
  influence: text("对个人权益的影响及安全风险"),
  measures: text("所采取的保护措施是否合法、有效并与风险程度相适应"),
  assessedBy: text("评估人：机构或者岗位", 200),
  assessedOn: time("Date", "完成评估的日期：事前，且报告仍在三年保存期内"),
  report: DocumentInput.as("评估报告：文号与文件的 SHA-256；报告由评估部门保存"),
};

/** An impact assessment as a department states it: the three questions of art. 56, and the report that answers them. */
export const ImpactAssessmentInput = group(
  "ImpactAssessmentInput",
  "个人信息保护影响评估（个人信息保护法第五十五条、第五十六条）：三项内容、评估人、日期与报告；报告和处理情况记录至少保存三年",
  FIELDS,
);

/** What a department found before it asked for sensitive information, or gave it. */
export type Assessed = Values<typeof FIELDS>;

/** Least years for which a report and the record of a processing are kept. */
const KEPT_YEARS = 3;

/** The same day of another year; 29 February ends as 1 March. @param day YYYY-MM-DD */
const yearsOn = (day: string, years: number): string =>
  new Date(Date.UTC(Number(day.slice(0, 4)) + years, Number(day.slice(5, 7)) - 1, Number(day.slice(8))))
    .toISOString()
    .slice(0, 10);

/** The last day for which a processing's report, record and agreement are kept at least: three years after its time has run out. */
export function keptUntil({ validTo }: { readonly validTo: Date }): string {
  return yearsOn(beijingDay(validTo), KEPT_YEARS);
}

/**
 * True of personal information that is given on conditions, of whatever level, of sensitive personal data, and of important data: assessed
 * before it is provided (art. 55, items 1 and 3), and under an agreement. What is given to everybody by rule was assessed when it was opened.
 */
export function needsAssessment(item: Pick<CatalogItem, "personal" | "ofPeople" | "share" | "importance">): boolean {
  return item.personal || (item.ofPeople && item.share === "CONDITIONAL") || item.importance !== "GENERAL";
}

/** The coordinates that are assessed before anybody is given them, as the catalogue classifies them now. */
export function assessedAmong(
  { catalogue: { items } }: CatalogueView,
  coordinates: readonly string[],
): readonly string[] {
  return coordinates.filter((coordinate) => {
    const item = items.get(coordinate);
    return item !== undefined && needsAssessment(item);
  });
}

/**
 * An assessment is made beforehand, and its report is still kept.
 * @param zh what the department is about to do, for the message
 * @throws HUB_APPLICATION_INVALID
 */
export function assertAssessed(
  needed: readonly string[],
  assessment: Assessed | null,
  now: Date,
  zh: "申请" | "提供",
): void {
  if (assessment === null) {
    if (needed.length === 0) return;
    throw invalid(
      "assessment",
      `expected a personal information impact assessment (PIPL art. 55) for ${needed.join(", ")}`,
      `${zh}个人信息、重要数据的，须先做个人信息保护影响评估（个人信息保护法第五十五条）：${needed.join("、")}`,
      { coordinates: needed },
    );
  }
  const [today, day] = [beijingDay(now), assessment.assessedOn.toISOString().slice(0, 10)];
  const where = "assessment.assessedOn";
  if (day > today)
    throw invalid(where, "expected a day that has come: it is made beforehand", "评估应当事前完成，不得晚于今日");
  if (yearsOn(day, KEPT_YEARS) < today)
    throw invalid(
      where,
      `expected one of the last ${KEPT_YEARS} years: its report need not be kept any longer`,
      "评估已逾三年，报告的法定保存期已过，须重新评估",
    );
}

/**
 * Whoever receives personal information takes its protection upon itself: with purpose, method and scope of the application, what the
 * provider's head consents to.
 * @throws HUB_APPLICATION_INVALID
 */
export function assertObligations(needed: readonly string[], obligations: string | null): void {
  if (needed.length === 0 || obligations !== null) return;
  throw invalid(
    "obligations",
    `expected the recipient's obligations of protection (Order 790, art. 12) for ${needed.join(", ")}`,
    `申请个人信息、重要数据的，须写明接收方的安全保护义务（网络数据安全管理条例第十二条）：${needed.join("、")}`,
    { coordinates: needed },
  );
}

/** Writes down what one side stated; nothing where it stated nothing. A later statement of the same side counts, the former stays. */
export async function keepAssessment(
  { tx, actor, now }: Pick<StepContext, "tx" | "actor" | "now">,
  application: { readonly id: number; readonly validTo: Date },
  side: AssessingSide,
  assessment: Assessed | null,
  obligations: string | null = null,
): Promise<void> {
  if (assessment === null) return;
  const { report, ...stated } = assessment;
  await tx.impactAssessment.create({
    data: {
      ...stated,
      obligations,
      reportReference: report.reference,
      reportSha256: report.sha256,
      applicationId: application.id,
      side,
      departmentId: actor.department,
      recordedBy: actor.officer,
      recordedAt: now,
      keepUntil: new Date(`${keptUntil(application)}T00:00:00Z`),
    },
  });
}

/** The assessment that an application's consumer stated last, as it stated it; null where it stated none. */
export async function statedBefore(
  { tx }: { readonly tx: StepContext["tx"] },
  applicationId: number,
): Promise<Assessed | null> {
  const where = { applicationId, side: "CONSUMER" as const };
  const last = await tx.impactAssessment.findFirst({ where, orderBy: { id: "desc" } });
  return last && restating(last);
}

const restating = ({ reportReference, reportSha256, ...kept }: ImpactAssessment): Assessed => {
  const { necessity, influence, measures, assessedBy, assessedOn } = kept;
  const report = { reference: reportReference, sha256: reportSha256 };
  return { necessity, influence, measures, assessedBy, assessedOn, report };
};

type Reading = Pick<StepContext["tx"], "grantItem" | "application" | "impactAssessment">;

/**
 * The grants among these that lack an assessment of either side, or the agreement, by the catalogue in force: a grant from before a level
 * rose is one as well. Three statements, however many there are.
 * @law 个人信息保护法第五十五条 [T] 有条件共享的个人信息（不论级别），需求部门申请前、提供部门决定前均须完成个人信息保护影响评估；缺任何一方的，授权不得开通
 * @law 个人信息保护法第五十六条 [T] 评估载明三项内容、评估人、日期与报告；报告和处理情况记录保存至使用时限届满后三年，任何人不得删改
 * @law 网络数据安全管理条例第十二条 [T] 目的、方式、范围与接收方的安全保护义务随申请提出，经提供部门负责人同意即为约定；没有的不得开通
 */
export async function withheldAmong<Row extends Pick<Grant, "id" | "applicationId" | "provider">>(
  tx: Reading,
  view: CatalogueView,
  grants: readonly Row[],
): Promise<readonly Row[]> {
  const ids = grants.map(({ id }) => id);
  const items = await tx.grantItem.findMany({ where: { grantId: { in: ids }, removedAt: null } });
  const needed = new Set(items.map(({ coordinate }) => coordinate));
  const assessed = new Set(assessedAmong(view, [...needed]));
  const concerned = new Set(items.flatMap(({ grantId, coordinate }) => (assessed.has(coordinate) ? [grantId] : [])));
  const left = grants.filter(({ id }) => concerned.has(id));
  const applicationId = { in: left.map((grant) => grant.applicationId) };
  const agreed = await tx.application.findMany({ where: { id: applicationId, obligations: { not: null } } });
  const kept = await tx.impactAssessment.findMany({ where: { applicationId } });
  const agreedOn = new Set([
    ...agreed.map(({ id }) => id),
    ...kept.flatMap((one) => (one.obligations === null ? [] : [one.applicationId])),
  ]);
  return left.filter((grant) => {
    const own = kept.filter((one) => one.applicationId === grant.applicationId);
    const has = (side: AssessingSide): boolean =>
      own.some((one) => one.side === side && (side === "CONSUMER" || one.departmentId === grant.provider));
    return !agreedOn.has(grant.applicationId) || !has("CONSUMER") || !has("PROVIDER");
  });
}

/** True for a grant that may not come into effect, nor back into it. */
export async function withheldFor({ tx, services }: StepContext, grant: Grant): Promise<boolean> {
  return (await withheldAmong(tx, services.catalogue(), [grant])).length > 0;
}
