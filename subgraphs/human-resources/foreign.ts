import { conditional, open } from "../kit/item.ts";
import { builder, foreign } from "./builder.ts";
import { CancellationReason, ProjectStatus } from "./enums.ts";

/** 火化登记, of which 民政 brings along what the look into pensions needs. */
const Cremation = builder.externalRef("Cremation").implement({
  description: "火化登记：由民政登记，这里只取核查养老待遇所需",
  externalFields: (t) => ({
    diedOn: t.field({ type: "Date", nullable: true, description: "死亡日期", ...conditional("L3", "DATE_YEAR") }),
    crematedOn: t.field({ type: "Date", nullable: true, description: "火化日期", ...conditional("L3") }),
  }),
});

/** 户口注销, of which 公安 brings along what the look into pensions needs. */
const RegistrationCancellation = builder.externalRef("RegistrationCancellation").implement({
  description: "户口注销：由公安登记，这里只取核查养老待遇所需",
  externalFields: (t) => ({
    reason: t.field({ type: CancellationReason, nullable: true, description: "注销原因", ...conditional("L3") }),
    diedOn: t.field({ type: "Date", nullable: true, description: "死亡日期", ...conditional("L3", "DATE_YEAR") }),
    cancelledOn: t.field({ type: "Date", nullable: true, description: "注销日期", ...conditional("L3") }),
  }),
});

/** 人, known here by its key, and for the look into pensions by what 公安 and 民政 know of a death. */
export const Person = foreign("Person", "id");

Person.implement({
  description: "人：信息由公安登记，这里只有本部门的记录",
  externalFields: (t) => ({
    id: t.id({ nullable: false, description: "人员标识（假名）", ...open() }),
    registrationCancellations: t.field({
      type: [RegistrationCancellation],
      nullable: true,
      description: "户口注销",
      ...conditional("L2"),
    }),
    cremations: t.field({ type: [Cremation], nullable: true, description: "火化登记", ...conditional("L2") }),
  }),
});

/** 经营异常名录, of which 涉企 brings along what the wage warning needs. */
const AbnormalListing = builder.externalRef("AbnormalListing").implement({
  description: "经营异常名录：由市场监管列入，这里只取预警所需",
  externalFields: (t) => ({
    listedOn: t.field({ type: "Date", nullable: true, description: "列入日期", ...open() }),
    removedOn: t.field({ type: "Date", nullable: true, description: "移出日期", ...open() }),
  }),
});

/** 纳税信用与欠税, of which 涉企 brings along what the wage warning needs. */
const TaxCredit = builder.externalRef("TaxCredit").implement({
  description: "纳税信用与欠税：由税务评价，这里只取预警所需",
  externalFields: (t) => ({
    year: t.int({ nullable: true, description: "评价年度", ...open() }),
    arrears: t.field({
      type: "Fen",
      nullable: true,
      description: "欠税余额（分）",
      ...conditional("L3", "AMOUNT_BAND"),
    }),
  }),
});

/** 企业, known here by its key alone; its owner is another department, which brings along its standing for the wage warning. */
export const Enterprise = foreign("Enterprise", "creditCode");

Enterprise.implement({
  description: "企业：由市场监管登记，这里只有本部门的记录",
  externalFields: (t) => ({
    creditCode: t.id({ nullable: false, description: "统一社会信用代码", ...open() }),
    abnormalListings: t.field({ type: [AbnormalListing], nullable: true, description: "经营异常名录", ...open() }),
    taxCredits: t.field({ type: [TaxCredit], nullable: true, description: "纳税信用与欠税", ...conditional("L2") }),
  }),
});

/** 施工许可, of which 住建 brings along what the wage warning needs. */
const ConstructionPermit = builder.externalRef("ConstructionPermit").implement({
  description: "施工许可：由住建核发，这里只取预警所需",
  externalFields: (t) => ({
    number: t.id({ nullable: false, description: "施工许可证编号", ...open() }),
    issuedOn: t.field({ type: "Date", nullable: true, description: "发证日期", ...open() }),
  }),
});

/** 在建项目, known here by its key, and for the wage warning by what 住建 and 涉企 bring along. */
export const ConstructionProject = foreign("ConstructionProject", "code");

ConstructionProject.implement({
  description: "在建项目：由住建登记，这里只有本部门的记录",
  externalFields: (t) => ({
    code: t.id({ nullable: false, description: "项目编码", ...open() }),
    status: t.field({ type: ProjectStatus, nullable: true, description: "状态", ...open() }),
    constructionPermits: t.field({ type: [ConstructionPermit], nullable: true, description: "施工许可", ...open() }),
    generalContractor: t.field({ type: Enterprise, nullable: true, description: "施工总承包单位", ...open() }),
  }),
});
