import { builder, internal, type Context } from "../builder.ts";
import { ApplicationState, GrantedOutcome, ItemDecision, SharingMethod, SignOffKind } from "../enums.ts";
import { told } from "../../kit/event.ts";
import { open } from "../../kit/item.ts";
import { manyLoader } from "../../kit/rows/loaders.ts";
import { visibleParts } from "../queries/visible.ts";
import { App, appById, Department, departmentById } from "./parties.ts";
import { Grant } from "./grant.ts";
import { assessments } from "./impact-assessment.ts";
import { legalBases } from "./legal-basis.ts";
import { Review } from "./review.ts";

const ApplicationItem = builder.prismaObject("ApplicationItem", {
  fields: (t) => ({
    coordinate: t.exposeID("coordinate", { ...open("L2") }),
    owner: t.exposeString("owner", internal),
    share: t.exposeString("share", internal),
    level: t.exposeString("level", internal),
    wished: t.expose("wished", { type: GrantedOutcome, ...internal }),
    decision: t.expose("decision", { type: ItemDecision, ...internal }),
    reason: t.exposeString("reason", internal),
    rowScope: t.exposeStringList("rowScope", internal),
    byRule: t.exposeBoolean("byRule", internal),
    decidedBy: t.exposeString("decidedBy", internal),
    decidedAt: t.expose("decidedAt", { type: "DateTime", ...internal }),
  }),
});

const SignOff = builder.prismaObject("SignOff", {
  fields: (t) => ({
    kind: t.expose("kind", { type: SignOffKind, ...internal }),
    departmentId: t.exposeString("departmentId", internal),
    officerId: t.exposeString("officerId", internal),
    consented: t.exposeBoolean("consented", internal),
    note: t.exposeString("note", internal),
    signedAt: t.expose("signedAt", { type: "DateTime", ...internal }),
  }),
});

const itemsOf = manyLoader(
  (keys: number[], context: Context) =>
    context.database.applicationItem.findMany({
      where: { applicationId: { in: keys } },
      orderBy: { coordinate: "asc" },
    }),
  (row) => row.applicationId,
);

const reviewsOf = manyLoader(
  (keys: number[], context: Context) =>
    context.database.review.findMany({ where: { applicationId: { in: keys } }, orderBy: { provider: "asc" } }),
  (row) => row.applicationId,
);

const signOffsOf = manyLoader(
  (keys: number[], context: Context) =>
    context.database.signOff.findMany({ where: { applicationId: { in: keys } }, orderBy: { id: "asc" } }),
  (row) => row.applicationId,
);

const grantsOf = manyLoader(
  (keys: number[], context: Context) =>
    context.database.grant.findMany({ where: { applicationId: { in: keys } }, orderBy: { id: "asc" } }),
  (row) => row.applicationId,
);

/** Each step of an application, its reviews included, is an event. */
const changes = told(internal, { name: "applicationChanged", entry: "application", argument: "id" });

/** So is the coming end of a provider's term, and that it is over. */
const due = told(internal, { name: "applicationDue", entry: "application", argument: "id" });

export const Application = builder.prismaObject("Application", {
  fields: (t) => ({
    id: t.exposeID("id", { ...open("L2") }),
    version: t.exposeInt("version", internal),
    state: t.expose("state", { type: ApplicationState, ...changes }),
    app: t.field({
      type: App,
      description: "申请使用的应用；空为部门自身（派生字段所需）",
      ...internal,
      resolve: ({ appId }, _, context) => (appId === null ? null : appById(context).load(appId)),
    }),
    department: t.field({
      type: Department,
      description: "申请部门",
      ...internal,
      resolve: ({ departmentId }, _, context) => departmentById(context).load(departmentId),
    }),
    applicantId: t.exposeString("applicantId", internal),
    purposeCode: t.exposeString("purposeCode", internal),
    purposeName: t.exposeString("purposeName", internal),
    legalBasis: t.exposeString("legalBasis", internal),
    scenario: t.exposeString("scenario", internal),
    usageScope: t.exposeString("usageScope", internal),
    rowScope: t.exposeStringList("rowScope", internal),
    sharingMethod: t.expose("sharingMethod", { type: SharingMethod, ...internal }),
    validTo: t.expose("validTo", { type: "DateTime", ...internal }),
    requestsPerDay: t.exposeInt("requestsPerDay", internal),
    subjectsPerDay: t.exposeInt("subjectsPerDay", internal),
    unattended: t.exposeBoolean("unattended", internal),
    operation: t.string({
      description: "申请所依的 GraphQL 操作；提供部门只见本部门的数据项，不见操作全文",
      ...internal,
      resolve: async (application, _, context) => {
        const sees = await visibleParts(context, application);
        return sees(application.departmentId) ? application.operation : null;
      },
    }),
    returnFlow: t.exposeBoolean("returnFlow", internal),
    catalogueVersion: t.exposeString("catalogueVersion", internal),
    submittedAt: t.expose("submittedAt", { type: "DateTime", ...internal }),
    consentedAt: t.expose("consentedAt", { type: "DateTime", ...internal }),
    decidedAt: t.expose("decidedAt", { type: "DateTime", ...internal }),
    items: t.field({
      type: [ApplicationItem],
      description: "申请的数据项；提供部门只见本部门的",
      ...internal,
      resolve: async (application, _, context) => {
        const sees = await visibleParts(context, application);
        return (await itemsOf(context).load(application.id)).filter(({ owner }) => sees(owner));
      },
    }),
    reviews: t.field({
      type: [Review],
      description: "各提供部门的审核；提供部门只见本部门的",
      ...due,
      resolve: async (application, _, context) => {
        const sees = await visibleParts(context, application);
        return (await reviewsOf(context).load(application.id)).filter(({ provider }) => sees(provider));
      },
    }),
    signOffs: t.field({
      type: [SignOff],
      description: "负责人签署；提供部门只见本部门的",
      ...internal,
      resolve: async (application, _, context) => {
        const sees = await visibleParts(context, application);
        return (await signOffsOf(context).load(application.id)).filter(
          ({ kind, departmentId }) => kind === "CONSUMER_HEAD" || sees(departmentId),
        );
      },
    }),
    grants: t.field({
      type: [Grant],
      description: "由此产生的授权；提供部门只见本部门的",
      ...internal,
      resolve: async (application, _, context) => {
        const sees = await visibleParts(context, application);
        return (await grantsOf(context).load(application.id)).filter(({ provider }) => sees(provider));
      },
    }),
  }),
});

builder.prismaObjectFields(Application, (t) => ({
  obligations: t.exposeString("obligations", internal),
  assessments: t.field(assessments),
  bases: t.field(legalBases),
}));
