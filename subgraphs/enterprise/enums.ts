import { builder } from "./builder.ts";
import type * as stored from "./generated/prisma/enums.ts";

export const EnterpriseType = builder.enumType("EnterpriseType", {
  description: "企业类型",
  values: {
    LIMITED: { description: "有限责任公司" },
    JOINT_STOCK: { description: "股份有限公司" },
    SOLE_PROPRIETORSHIP: { description: "个人独资企业" },
    PARTNERSHIP: { description: "合伙企业" },
    STATE_OWNED: { description: "国有独资公司" },
  } satisfies Record<stored.EnterpriseType, { description: string }>,
});

export const RegistrationStatus = builder.enumType("RegistrationStatus", {
  description: "登记状态",
  values: {
    ACTIVE: { description: "存续" },
    CANCELLED: { description: "注销" },
    REVOKED: { description: "吊销" },
  } satisfies Record<stored.RegistrationStatus, { description: string }>,
});

export const EnterpriseScale = builder.enumType("EnterpriseScale", {
  description: "企业规模",
  values: {
    LARGE: { description: "大型" },
    MEDIUM: { description: "中型" },
    SMALL: { description: "小型" },
    MICRO: { description: "微型" },
  } satisfies Record<stored.EnterpriseScale, { description: string }>,
});

export const LicenceKind = builder.enumType("LicenceKind", {
  description: "许可种类",
  values: {
    SAFETY: { description: "安全生产许可" },
    FOOD: { description: "食品经营许可" },
    QUALIFICATION: { description: "建筑业企业资质" },
    DISCHARGE: { description: "排污许可" },
    LABOUR_DISPATCH: { description: "劳务派遣经营许可" },
  } satisfies Record<stored.LicenceKind, { description: string }>,
});

export const QualificationKind = builder.enumType("QualificationKind", {
  description: "企业资质荣誉",
  values: {
    HIGH_TECH: { description: "高新技术企业" },
    SPECIALISED: { description: "省级专精特新中小企业" },
    LITTLE_GIANT: { description: "国家级专精特新小巨人" },
    CHAMPION: { description: "制造业单项冠军" },
  } satisfies Record<stored.QualificationKind, { description: string }>,
});

export const TaxGrade = builder.enumType("TaxGrade", {
  description: "纳税信用等级",
  values: {
    A: { description: "A级" },
    B: { description: "B级" },
    M: { description: "M级" },
    C: { description: "C级" },
    D: { description: "D级" },
  } satisfies Record<stored.TaxGrade, { description: string }>,
});

export const PolicyMode = builder.enumType("PolicyMode", {
  description: "兑现方式",
  values: {
    AUTOMATIC: { description: "免申即享" },
    CONFIRM: { description: "意愿确认" },
    APPLY: { description: "申报" },
  } satisfies Record<stored.PolicyMode, { description: string }>,
});

export const Stacking = builder.enumType("Stacking", {
  description: "叠加规则",
  values: {
    HIGHEST: { description: "从高不重复" },
    STEP: { description: "级差补足" },
    CUMULATIVE: { description: "可叠加" },
  } satisfies Record<stored.Stacking, { description: string }>,
});
