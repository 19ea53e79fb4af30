import { builder, type Context } from "../builder.ts";
import { PolicyMode, Stacking } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";
import type { Policy as PolicyRow } from "../generated/prisma/client.ts";
import { oneLoader } from "../../kit/loaders.ts";

export const Policy = builder.prismaObject("Policy", {
  ...dataset("惠企政策", "ON_CHANGE"),
  fields: (t) => ({
    code: t.exposeID("code", { nullable: false, ...open() }),
    title: t.exposeString("title", { nullable: true, ...open() }),
    documentNumber: t.exposeString("documentNumber", { nullable: true, ...open() }),
    department: t.exposeString("department", { nullable: true, ...open() }),
    summary: t.exposeString("summary", { nullable: true, ...open() }),
    mode: t.expose("mode", { type: PolicyMode, nullable: true, ...open() }),
    stacking: t.expose("stacking", { type: Stacking, nullable: true, ...open() }),
    conditions: t.expose("conditions", { type: "JSON", nullable: true, ...open() }),
    tiers: t.expose("tiers", { type: "JSON", nullable: true, ...open() }),
    funding: t.exposeString("funding", { nullable: true, ...open() }),
    validFrom: t.expose("validFrom", { type: "Date", nullable: true, ...open() }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...open() }),
  }),
});

/** One policy by code; the guard decides what of it may leave. */
export const policyByCode = oneLoader(
  (keys: string[], context: Context) => context.database.policy.findMany({ where: { code: { in: keys } } }),
  (row) => row.code,
);

const loaded = new WeakMap<Context, Promise<PolicyRow[]>>();

/** Every policy, in the order of their codes; read once for a request. */
export const allPolicies = (context: Context): Promise<PolicyRow[]> => {
  const known = loaded.get(context) ?? context.database.policy.findMany({ orderBy: { code: "asc" } });
  loaded.set(context, known);
  return known;
};
