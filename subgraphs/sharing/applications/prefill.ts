import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { Context } from "../builder.ts";
import type { App } from "../generated/prisma/client.ts";
import { barsAgainst } from "../matters/bar.ts";
import { servicesOf } from "../services.ts";

/** A coordinate that an operation needs, and the app's standing with it. */
export interface FormItem {
  readonly item: CatalogItem;
  readonly standing:
    "GRANTED_CLEAR" | "GRANTED_MASKED" | "WITH_ANY_GRANT" | "BARRED" | "APPLIED_FOR" | "MISSING" | "NOT_SHARED";
}

type Standing = FormItem["standing"];

interface Held {
  readonly granted: ReadonlyMap<string, "CLEAR" | "MASKED">;
  readonly pending: ReadonlySet<string>;
  /** Owners that barred the app from the purpose. */
  readonly barred: ReadonlySet<string>;
  /** The app holds a grant in force for the purpose: unconditionally shared data comes with it. */
  readonly any: boolean;
}

const standingOf = ({ coordinate, share, owner }: CatalogItem, held: Held): Standing => {
  if (share === "NOT_SHARED") return "NOT_SHARED";
  const outcome = held.granted.get(coordinate);
  if (outcome === "CLEAR") return "GRANTED_CLEAR";
  const isBarred = held.barred.has(owner);
  if (share === "UNCONDITIONAL" && held.any && !isBarred) return "WITH_ANY_GRANT";
  if (outcome === "MASKED") return "GRANTED_MASKED";
  if (held.pending.has(coordinate)) return "APPLIED_FOR";
  return share === "UNCONDITIONAL" && isBarred ? "BARRED" : "MISSING";
};

const heldBy = async (context: Context, { id: app, departmentId }: App, purposeCode: string): Promise<Held> => {
  const { database } = context;
  const now = servicesOf(database).now();
  const bars = await database.bar.findMany({ where: barsAgainst(departmentId, app, purposeCode) });
  const barred = new Set(bars.map(({ provider }) => provider));
  const given = await database.grant.findMany({
    where: { appId: app, purposeCode, state: "ACTIVE", validFrom: { lte: now }, validTo: { gt: now } },
  });
  // As gateways see them: what a barred owner's rule gave is not in force.
  const grants = given.filter(({ byRule, provider }) => !byRule || !barred.has(provider));
  const items = await database.grantItem.findMany({
    where: { grantId: { in: grants.map(({ id }) => id) }, removedAt: null },
    // CLEAR last, so that of two grants of one coordinate the clearer stands.
    orderBy: { outcome: "desc" },
  });
  const open = await database.application.findMany({
    where: { appId: app, purposeCode, state: { in: ["AWAITING_CONSENT", "UNDER_REVIEW"] } },
  });
  const pending = await database.applicationItem.findMany({
    where: { applicationId: { in: open.map(({ id }) => id) }, decision: "PENDING" },
  });
  return {
    granted: new Map(items.map(({ coordinate, outcome }) => [coordinate, outcome])),
    pending: new Set(pending.map(({ coordinate }) => coordinate)),
    barred,
    any: grants.length > 0,
  };
};

/** The form of an application, filled in for what an operation needs: each coordinate that can be listed, and the app's standing with it. */
export async function prefill(
  context: Context,
  coordinates: readonly string[],
  app: App,
  purposeCode: string,
): Promise<readonly FormItem[]> {
  const view = servicesOf(context.database).catalogue();
  const needed = [...new Set(coordinates)].filter((coordinate) => view.listed.has(coordinate)).sort();
  const held = await heldBy(context, app, purposeCode);
  return needed.flatMap((coordinate) => {
    const item = view.catalogue.items.get(coordinate);
    return item ? [{ item, standing: standingOf(item, held) }] : [];
  });
}
