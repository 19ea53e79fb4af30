import { builder, internal, type Context } from "../builder.ts";
import { readTerm } from "../clock/term.ts";
import { deliveryTerm } from "../clock/terms.ts";
import { GrantedOutcome, GrantState } from "../enums.ts";
import { told } from "../../kit/event.ts";
import { open } from "../../kit/item.ts";
import { manyLoader } from "../../kit/rows/loaders.ts";
import { servicesOf } from "../services.ts";
import { Bar } from "./bar.ts";
import { App, appById } from "./parties.ts";
import { agreement } from "./impact-assessment.ts";
import { legalBases } from "./legal-basis.ts";
import { LegalTerm, shownTerm } from "./term.ts";

const GrantItem = builder.prismaObject("GrantItem", {
  fields: (t) => ({
    coordinate: t.exposeID("coordinate", { ...open("L2") }),
    outcome: t.expose("outcome", { type: GrantedOutcome, ...internal }),
    removedAt: t.expose("removedAt", { type: "DateTime", ...internal }),
  }),
});

const itemsOf = manyLoader(
  (keys: number[], context: Context) =>
    context.database.grantItem.findMany({ where: { grantId: { in: keys } }, orderBy: { coordinate: "asc" } }),
  (row) => row.grantId,
);

const barsOf = manyLoader(
  (keys: number[], context: Context) =>
    context.database.bar.findMany({ where: { grantId: { in: keys } }, orderBy: { id: "asc" } }),
  (row) => row.grantId ?? 0,
);

export const Grant = builder.prismaObject("Grant", {
  fields: (t) => ({
    id: t.id({ description: "授权编号，即数据提供回执中的授权", ...open("L2"), resolve: ({ id }) => `G${id}` }),
    version: t.exposeInt("version", internal),
    state: t.expose("state", {
      type: GrantState,
      ...told(internal, { name: "grantChanged", entry: "grant", argument: "id" }),
    }),
    applicationId: t.exposeID("applicationId", { description: "申请编号", ...internal }),
    app: t.field({
      type: App,
      description: "使用的应用；空为部门自身（派生字段所需）",
      ...internal,
      resolve: ({ appId }, _, context) => (appId === null ? null : appById(context).load(appId)),
    }),
    departmentId: t.exposeString("departmentId", internal),
    provider: t.exposeString("provider", internal),
    byRule: t.exposeBoolean("byRule", internal),
    purposeCode: t.exposeString("purposeCode", internal),
    purposeName: t.exposeString("purposeName", internal),
    legalBasis: t.exposeString("legalBasis", internal),
    bases: t.field(legalBases),
    rowScope: t.exposeStringList("rowScope", internal),
    requestsPerDay: t.exposeInt("requestsPerDay", internal),
    subjectsPerDay: t.exposeInt("subjectsPerDay", internal),
    unattended: t.exposeBoolean("unattended", internal),
    registeredOnly: t.exposeBoolean("registeredOnly", internal),
    consentedAt: t.expose("consentedAt", { type: "DateTime", ...internal }),
    validFrom: t.expose("validFrom", { type: "DateTime", ...internal }),
    validTo: t.expose("validTo", {
      type: "DateTime",
      ...told(internal, { name: "grantEnding", entry: "grant", argument: "id" }),
    }),
    activatedAt: t.expose("activatedAt", { type: "DateTime", ...internal }),
    assessBy: t.expose("assessBy", { type: "Date", ...internal }),
    suspendedAt: t.expose("suspendedAt", { type: "DateTime", ...internal }),
    reason: t.exposeString("reason", internal),
    endCause: t.exposeString("endCause", internal),
    rectification: t.exposeString("rectification", internal),
    endedAt: t.expose("endedAt", { type: "DateTime", ...internal }),
    disposal: t.exposeString("disposal", internal),
    disposalNote: t.exposeString("disposalNote", internal),
    items: t.field({
      type: [GrantItem],
      description: "授权的数据项",
      ...internal,
      resolve: ({ id }, _, context) => itemsOf(context).load(id),
    }),
    agreement: t.field(agreement),
    bars: t.field({
      type: [Bar],
      description: "因收回本授权而生的停供（第二十七条）",
      ...internal,
      resolve: ({ id }, _, context) => barsOf(context).load(id),
    }),
    deliveryTerm: t.field({
      type: LegalTerm,
      description: "交付时限（第二十二条）",
      ...told(internal, { name: "grantDue", entry: "grant", argument: "id" }),
      resolve: ({ consentedAt, activatedAt, endedAt }, _, context) => {
        const { limits, now } = servicesOf(context.database);
        const term = deliveryTerm(consentedAt, activatedAt ?? endedAt, limits);
        return shownTerm(22, term, readTerm(term, now()));
      },
    }),
  }),
});
