import { builder } from "./builder.ts";
import type * as stored from "./generated/prisma/enums.ts";
import type { NextStep } from "./policies/match-policy.ts";
import {
  ENTERPRISE_SCALES,
  ENTERPRISE_TYPES,
  QUALIFICATION_KINDS,
  REGISTRATION_STATUSES,
  TAX_GRADES,
} from "./words.ts";

export const EnterpriseType = builder.enumType("EnterpriseType", {
  description: "企业类型",
  values: ENTERPRISE_TYPES,
});

export const RegistrationStatus = builder.enumType("RegistrationStatus", {
  description: "登记状态",
  values: REGISTRATION_STATUSES,
});

export const EnterpriseScale = builder.enumType("EnterpriseScale", {
  description: "企业规模",
  values: ENTERPRISE_SCALES,
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
  values: QUALIFICATION_KINDS,
});

export const TaxGrade = builder.enumType("TaxGrade", {
  description: "纳税信用等级",
  values: TAX_GRADES,
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

export const PolicyStep = builder.enumType("PolicyStep", {
  description: "惠企政策的下一步",
  values: {
    NONE: { description: "无：不符合条件或缺少数据" },
    CONFIRM: { description: "企业确认意愿" },
    APPLY: { description: "企业申报" },
    PAY: { description: "部门兑现" },
    SETTLED: { description: "已兑现完毕" },
    EXPIRED: { description: "政策已到期" },
  } satisfies Record<NextStep, { description: string }>,
});
