import { keptUntil } from "../applications/impact-assessment.ts";
import { builder, internal, type Context } from "../builder.ts";
import { AssessingSide, SharingMethod } from "../enums.ts";
import { manyLoader, oneLoader } from "../../kit/rows/loaders.ts";
import type { Application as Row, Grant } from "../generated/prisma/client.ts";
import { visibleParts } from "../queries/visible.ts";

const ImpactAssessment = builder.prismaObject("ImpactAssessment", {
  fields: (t) => ({
    side: t.expose("side", { type: AssessingSide, ...internal }),
    department: t.exposeString("departmentId", internal),
    necessity: t.exposeString("necessity", internal),
    influence: t.exposeString("influence", internal),
    measures: t.exposeString("measures", internal),
    assessedBy: t.exposeString("assessedBy", internal),
    assessedOn: t.expose("assessedOn", { type: "Date", ...internal }),
    reportReference: t.exposeString("reportReference", internal),
    reportSha256: t.exposeString("reportSha256", internal),
    recordedBy: t.exposeString("recordedBy", internal),
    recordedAt: t.expose("recordedAt", { type: "DateTime", ...internal }),
    keepUntil: t.expose("keepUntil", { type: "Date", ...internal }),
  }),
});

const assessmentsOf = manyLoader(
  (keys: number[], context: Context) =>
    context.database.impactAssessment.findMany({ where: { applicationId: { in: keys } }, orderBy: { id: "asc" } }),
  (row) => row.applicationId,
);

/** Field of an application: what its parties found beforehand. A provider sees the applicant's and its own. */
export const assessments = {
  type: [ImpactAssessment] as [typeof ImpactAssessment],
  description: "个人信息保护影响评估（个人信息保护法第五十五条）；提供部门只见申请部门的和本部门的",
  ...internal,
  resolve: async (application: Row, _: unknown, context: Context) => {
    const sees = await visibleParts(context, application);
    return (await assessmentsOf(context).load(application.id)).filter(
      ({ side, departmentId }) => side === "CONSUMER" || sees(departmentId),
    );
  },
};

/** An agreement is what was applied for and consented to. */
interface Agreed {
  readonly application: Row & { readonly obligations: string };
  readonly grant: Grant;
}

const Agreement = builder.objectRef<Agreed>("Agreement").implement({
  description:
    "双方的约定（网络数据安全管理条例第十二条）：目的、方式、范围与接收方的安全保护义务；随申请提出，经提供部门负责人同意",
  fields: (t) => ({
    purpose: t.string({ description: "处理目的", ...internal, resolve: ({ grant }) => grant.purposeName }),
    method: t.field({
      type: SharingMethod,
      description: "处理方式",
      ...internal,
      resolve: ({ application }) => application.sharingMethod,
    }),
    scope: t.string({ description: "使用范围", ...internal, resolve: ({ application }) => application.usageScope }),
    rowScope: t.stringList({
      description: "行范围：区划代码前缀",
      ...internal,
      resolve: ({ grant }) => grant.rowScope,
    }),
    obligations: t.string({
      description: "接收方的安全保护义务",
      ...internal,
      resolve: ({ application }) => application.obligations,
    }),
    concludedAt: t.field({
      type: "DateTime",
      description: "提供部门负责人同意的时间",
      ...internal,
      resolve: ({ grant }) => grant.consentedAt,
    }),
    keepUntil: t.string({
      description: "约定与处理情况记录至少保存至：使用时限届满后三年",
      ...internal,
      resolve: ({ grant }) => keptUntil(grant),
    }),
  }),
});

const applicationOf = oneLoader(
  (keys: number[], context: Context) => context.database.application.findMany({ where: { id: { in: keys } } }),
  (row) => row.id,
);

/** Field of a grant: what its parties agreed on; null where the recipient took no obligations upon itself. */
export const agreement = {
  type: Agreement,
  description: "双方的约定（网络数据安全管理条例第十二条）；空为无须约定",
  ...internal,
  resolve: async (grant: Grant, _: unknown, context: Context): Promise<Agreed | null> => {
    const application = await applicationOf(context).load(grant.applicationId);
    if (application === null) return null;
    const madeUp = (await assessmentsOf(context).load(grant.applicationId)).map(({ obligations }) => obligations);
    const obligations = madeUp.findLast((one) => one !== null) ?? application.obligations;
    return obligations === null ? null : { application: { ...application, obligations }, grant };
  },
};
