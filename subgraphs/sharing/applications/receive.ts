import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { Application, ApplicationItem } from "../generated/prisma/client.ts";
import type { Taking } from "../workflow/perform.ts";
import { giveGrant } from "./give-grant.ts";

type Sorted = ReadonlyMap<string, readonly ApplicationItem[]>;

const byOwner = (items: readonly ApplicationItem[]): Sorted => {
  const owners = new Map<string, ApplicationItem[]>();
  for (const item of items) owners.set(item.owner, [...(owners.get(item.owner) ?? []), item]);
  return owners;
};

/** The catalogue may have moved on while the head thought: what it says now holds. */
const refusedByRule = (current: CatalogItem | undefined, item: ApplicationItem): string | null => {
  if (current === undefined) return "目录中已无此数据项";
  if (current.share === "NOT_SHARED") return `不予共享：${current.basis ?? "未分类"}`;
  return current.owner === item.owner ? null : "提供部门已变更，请重新申请";
};

const decideByRule = async (
  { tx, now, services }: Taking,
  items: readonly ApplicationItem[],
): Promise<{ readonly given: readonly ApplicationItem[]; readonly open: readonly ApplicationItem[] }> => {
  const catalogue = services.catalogue().catalogue.items;
  const given: ApplicationItem[] = [];
  const open: ApplicationItem[] = [];
  for (const item of items) {
    const current = catalogue.get(item.coordinate);
    const refusal = refusedByRule(current, item);
    const rule = { byRule: true, decidedBy: null, decidedAt: now };
    if (refusal !== null) {
      await tx.applicationItem.update({
        where: { id: item.id },
        data: { ...rule, decision: "REFUSED", reason: refusal },
      });
    } else if (current?.share === "UNCONDITIONAL") {
      given.push(await tx.applicationItem.update({ where: { id: item.id }, data: { ...rule, decision: item.wished } }));
    } else open.push(item);
  }
  return { given, open };
};

/** Ends an application whose last provider has answered. */
export const concludeIfAnswered = async (taking: Taking, application: Application): Promise<void> => {
  const { tx, now, note } = taking;
  const left = await tx.review.count({
    where: { applicationId: application.id, state: { in: ["OPEN", "INCOMPLETE", "COMPLETE", "DECIDED"] } },
  });
  if (left > 0) return;
  await tx.application.update({ where: { id: application.id }, data: { state: "DECIDED", decidedAt: now } });
  const items = await tx.applicationItem.groupBy({
    by: ["decision"],
    where: { applicationId: application.id },
    _count: true,
  });
  note("CONCLUDE", application.id, "UNDER_REVIEW", {
    decisions: Object.fromEntries(items.map(({ decision, _count }) => [decision, _count])),
  });
};

/**
 * The providers receive a consented application: what is unconditionally shared is given by rule at once (art. 21), each
 * provider of the rest has its own review, whose term runs from now.
 */
export const receive = async (taking: Taking, application: Application): Promise<void> => {
  const { tx, now, note } = taking;
  const items = await tx.applicationItem.findMany({
    where: { applicationId: application.id },
    orderBy: { coordinate: "asc" },
  });
  const { given, open } = await decideByRule(taking, items);
  for (const [provider, own] of byOwner(given)) {
    await giveGrant(taking, { application, provider, items: own, byRule: true });
  }
  for (const provider of byOwner(open).keys()) {
    const review = await tx.review.create({ data: { applicationId: application.id, provider, receivedAt: now } });
    note("RECEIVE", review.id, null, { application: application.id, provider });
  }
  await concludeIfAnswered(taking, application);
};
