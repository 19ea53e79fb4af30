import type { Application, ApplicationItem } from "../generated/prisma/client.ts";
import { STEPS_OF_HUB } from "../steps/hub.ts";
import type { StepContext } from "../workflow/step.ts";
import { grantedScope } from "./narrow-scope.ts";

interface Giving {
  readonly application: Application;
  readonly provider: string;
  /** Decided CLEAR or MASKED; the others are no part of a grant. */
  readonly items: readonly Pick<ApplicationItem, "coordinate" | "decision" | "rowScope">[];
  readonly byRule: boolean;
  /** The provider demands that the app asks by registered operations alone. */
  readonly registeredOnly?: boolean;
}

/** Beginning of a grant: a renewal begins when what it renews ends, everything else begins now. */
export async function beginOf({ tx, now }: Pick<StepContext, "tx" | "now">, renews: number | null): Promise<Date> {
  const old = renews === null ? null : await tx.grant.findUnique({ where: { id: renews } });
  return old && (old.state === "ACTIVE" || old.state === "GRANTED") && old.validTo > now ? old.validTo : now;
}

type GivenItem = { readonly coordinate: string; readonly outcome: "CLEAR" | "MASKED" };

/** Groups the given items by their rows: a grant has one row scope, so each scope has a grant of its own. */
const byScope = ({
  application,
  items,
}: Giving): readonly { readonly rowScope: string[]; readonly items: GivenItem[] }[] => {
  const groups = new Map<string, { readonly rowScope: string[]; readonly items: GivenItem[] }>();
  for (const { coordinate, decision, rowScope: narrowed } of items) {
    if (decision !== "CLEAR" && decision !== "MASKED") continue;
    const rowScope = [...grantedScope(application.rowScope, narrowed)];
    if (rowScope.length === 0) continue;
    const group = groups.get(rowScope.join()) ?? { rowScope, items: [] };
    group.items.push({ coordinate, outcome: decision });
    groups.set(rowScope.join(), group);
  }
  return [...groups.values()];
};

/**
 * Gives what one provider consented to: a partly approved application gives a partial grant, nothing approved gives none, and
 * coordinates that it narrowed to other rows come in a grant of their own. The unique index on (application, provider, by
 * rule, row scope) keeps concurrent decisions from granting twice.
 */
export async function giveGrant(context: StepContext, giving: Giving): Promise<void> {
  const { application, provider, byRule, registeredOnly = false } = giving;
  const { tx, now, begin } = context;
  const use = byRule
    ? { validFrom: await beginOf(context, application.renewsGrantId), activatedAt: now }
    : { validFrom: null, activatedAt: null };
  for (const { rowScope, items } of byScope(giving)) {
    const data = {
      ...use,
      applicationId: application.id,
      appId: application.appId,
      departmentId: application.departmentId,
      provider,
      byRule,
      purposeCode: application.purposeCode,
      purposeName: application.purposeName,
      legalBasis: application.legalBasis,
      rowScope,
      requestsPerDay: application.requestsPerDay,
      subjectsPerDay: application.subjectsPerDay,
      // The rule decides nothing about people: only a provider's own decision lets an app ask without an officer.
      unattended: application.unattended && !byRule,
      registeredOnly,
      sharingMethod: application.sharingMethod,
      consentedAt: now,
      validTo: application.validTo,
    };
    const detail = { application: application.id, provider, rowScope, items };
    const grant = await begin(byRule ? STEPS_OF_HUB.GRANT_BY_RULE : STEPS_OF_HUB.GRANT, data, detail);
    await tx.grantItem.createMany({ data: items.map((item) => ({ ...item, grantId: grant.id })) });
  }
}
