import { builder } from "../builder.ts";
import { ProjectStatus } from "../enums.ts";
import { conditional, open } from "../../kit/item.ts";
import { WageWarning } from "../types/wage-warning.ts";
import { warnOf, type WarningInputs } from "../wages/warn-of.ts";
import { ConstructionPermit } from "./construction-permit.ts";
import { Enterprise } from "./enterprise.ts";

/** 在建项目, known here by its key, and for the wage warning by what 住建 and 涉企 bring along. */
export const ConstructionProject = builder.externalRef(
  "ConstructionProject",
  builder.selection<{ code: string }>("code"),
);

const INPUTS = builder.selection<WarningInputs>(
  "status constructionPermits { number issuedOn } generalContractor { creditCode abnormalListings { listedOn removedOn } taxCredits { year arrears } }",
);

ConstructionProject.implement({
  description: "在建项目：由住建登记，这里只有本部门的记录",
  externalFields: (t) => ({
    code: t.id({ nullable: false, description: "项目编码", ...open() }),
    status: t.field({ type: ProjectStatus, nullable: true, description: "状态", ...open() }),
    constructionPermits: t.field({ type: [ConstructionPermit], nullable: true, description: "施工许可", ...open() }),
    generalContractor: t.field({ type: Enterprise, nullable: true, description: "施工总承包单位", ...open() }),
  }),
  fields: (t) => ({
    wageWarning: t.field({
      type: WageWarning,
      nullable: true,
      description: "欠薪预警：由人社依本部门台账及住建、涉企数据研判，供人核查",
      ...conditional("L2"),
      args: { asOf: t.arg({ type: "Date", required: true, description: "研判截止日期" }) },
      requires: INPUTS,
      resolve: (project, { asOf }, context) => warnOf(project, asOf, context),
    }),
  }),
});
