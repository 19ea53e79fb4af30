import type { Application, ApplicationItem } from "../generated/prisma/client.ts";
import type { Taking } from "../workflow/perform.ts";

interface Giving {
  readonly application: Application;
  readonly provider: string;
  /** Decided CLEAR or MASKED; the others are no part of a grant. */
  readonly items: readonly Pick<ApplicationItem, "coordinate" | "decision">[];
  readonly byRule: boolean;
}

/** A renewal begins when what it renews ends; everything else begins now. */
export const beginOf = async ({ tx, now }: Pick<Taking, "tx" | "now">, renews: number | null): Promise<Date> => {
  const old = renews === null ? null : await tx.grant.findUnique({ where: { id: renews } });
  return old && (old.state === "ACTIVE" || old.state === "GRANTED") && old.validTo > now ? old.validTo : now;
};

/**
 * Gives what one provider consented to: a partly approved application gives a partial grant, nothing approved gives none.
 * The unique index on (application, provider, by rule) keeps concurrent decisions from granting twice.
 * @returns number of the grant, null when nothing was approved
 */
export const giveGrant = async (taking: Taking, giving: Giving): Promise<number | null> => {
  const { application, provider, byRule } = giving;
  const items = giving.items.flatMap(({ coordinate, decision }) =>
    decision === "CLEAR" || decision === "MASKED" ? [{ coordinate, outcome: decision }] : [],
  );
  if (items.length === 0) return null;
  const { tx, now, note } = taking;
  const from = byRule ? await beginOf(taking, application.renewsGrantId) : null;
  const grant = await tx.grant.create({
    data: {
      state: byRule ? "ACTIVE" : "GRANTED",
      applicationId: application.id,
      appId: application.appId,
      departmentId: application.departmentId,
      provider,
      byRule,
      purposeCode: application.purposeCode,
      purposeName: application.purposeName,
      legalBasis: application.legalBasis,
      rowScope: application.rowScope,
      requestsPerDay: application.requestsPerDay,
      subjectsPerDay: application.subjectsPerDay,
      consentedAt: now,
      validFrom: from,
      activatedAt: byRule ? now : null,
      validTo: application.validTo,
    },
  });
  await tx.grantItem.createMany({ data: items.map((item) => ({ ...item, grantId: grant.id })) });
  note(byRule ? "GRANT_BY_RULE" : "GRANT", `G${grant.id}`, null, { application: application.id, provider, items });
  return grant.id;
};
