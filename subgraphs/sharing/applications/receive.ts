import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { Application, ApplicationItem } from "../generated/prisma/client.ts";
import { loadApplication } from "../matters/application.ts";
import { barsAgainst } from "../matters/bar.ts";
import { UNANSWERED } from "../matters/review.ts";
import { STEPS_OF_HUB } from "../steps/hub.ts";
import type { StepContext } from "../workflow/step.ts";
import { needsAssessment } from "./impact-assessment.ts";
import { giveGrant } from "./give-grant.ts";

type Sorted = ReadonlyMap<string, readonly ApplicationItem[]>;

const byOwner = (items: readonly ApplicationItem[]): Sorted => {
  const owners = new Map<string, ApplicationItem[]>();
  for (const item of items) owners.set(item.owner, [...(owners.get(item.owner) ?? []), item]);
  return owners;
};

/** Reason for which the rule refuses an item, by the catalogue in force now and not by the one of the submission. */
const refusedByRule = (current: CatalogItem | undefined, item: ApplicationItem): string | null => {
  if (current === undefined) return "目录中已无此数据项";
  if (current.share === "NOT_SHARED") return `不予共享：${current.basis ?? "未分类"}`;
  return current.owner === item.owner ? null : "提供部门已变更，请重新申请";
};

/** Owners that barred the consumer: the rule gives nothing of theirs, they decide themselves. */
const ownersWhoBarred = async ({ tx }: StepContext, application: Application): Promise<ReadonlySet<string>> => {
  const { appId, departmentId, purposeCode } = application;
  const bars = await tx.bar.findMany({ where: barsAgainst(departmentId, appId, purposeCode) });
  return new Set(bars.map(({ provider }) => provider));
};

/** Sorts items into those that the rule gives, those that it refuses (by reason), and those that owners decide. Pure. */
const sortByRule = (
  catalogue: ReadonlyMap<string, CatalogItem>,
  barred: ReadonlySet<string>,
  items: readonly ApplicationItem[],
) => {
  const given: ApplicationItem[] = [];
  const open: ApplicationItem[] = [];
  const refused = new Map<string, number[]>();
  for (const item of items) {
    const current = catalogue.get(item.coordinate);
    const refusal = refusedByRule(current, item);
    if (refusal !== null) refused.set(refusal, [...(refused.get(refusal) ?? []), item.id]);
    // The rule assesses nothing: what needs an assessment is its owner's to decide, whatever its share type says.
    else if (current?.share === "UNCONDITIONAL" && !needsAssessment(current) && !barred.has(item.owner))
      given.push({ ...item, decision: item.wished });
    else open.push(item);
  }
  return { given, open, refused };
};

const decideByRule = async (context: StepContext, application: Application, items: readonly ApplicationItem[]) => {
  const { tx, now, services } = context;
  const barred = await ownersWhoBarred(context, application);
  const { given, open, refused } = sortByRule(services.catalogue().catalogue.items, barred, items);
  const rule = { byRule: true, decidedBy: null, decidedAt: now };
  for (const [reason, ids] of refused) {
    await tx.applicationItem.updateMany({
      where: { id: { in: ids } },
      data: { ...rule, decision: "REFUSED", reason },
    });
  }
  for (const decision of ["CLEAR", "MASKED"] as const) {
    const ids = given.filter(({ wished }) => wished === decision).map(({ id }) => id);
    if (ids.length > 0) {
      await tx.applicationItem.updateMany({ where: { id: { in: ids } }, data: { ...rule, decision } });
    }
  }
  return { given, open };
};

/** Ends an application whose last provider has answered. */
export async function concludeIfAnswered({ tx, now, advance }: StepContext, applicationId: number): Promise<void> {
  const left = await tx.review.count({ where: { applicationId, state: { in: [...UNANSWERED] } } });
  if (left > 0) return;
  const items = await tx.applicationItem.groupBy({ by: ["decision"], where: { applicationId }, _count: true });
  const decisions = Object.fromEntries(items.map(({ decision, _count }) => [decision, _count]));
  const application = await loadApplication(tx, applicationId);
  await advance(STEPS_OF_HUB.CONCLUDE, application, { decidedAt: now }, { decisions });
}

/**
 * The providers receive a consented application. Unconditionally shared data is given by rule at once (art. 21), unless its
 * owner barred the consumer; each provider of the rest has its own review, whose term runs from now.
 */
export async function receive(context: StepContext, application: Application): Promise<void> {
  const { tx, now, begin } = context;
  const items = await tx.applicationItem.findMany({
    where: { applicationId: application.id },
    orderBy: { coordinate: "asc" },
  });
  const { given, open } = await decideByRule(context, application, items);
  for (const [provider, own] of byOwner(given)) {
    await giveGrant(context, { application, provider, items: own, byRule: true });
  }
  for (const provider of byOwner(open).keys()) {
    const data = { applicationId: application.id, provider, receivedAt: now };
    await begin(STEPS_OF_HUB.RECEIVE, data, { application: application.id, provider });
  }
  await concludeIfAnswered(context, application.id);
}
