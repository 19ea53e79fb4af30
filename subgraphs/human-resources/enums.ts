import { builder } from "./builder.ts";
import type * as stored from "./generated/prisma/enums.ts";
import type { ConflictKind } from "./pensions/conflicts.ts";
import type { Finding } from "./pensions/suspect-pension.ts";
import type { WarningLevel } from "./wages/rules/rule.ts";

export const InsuranceType = builder.enumType("InsuranceType", {
  description: "险种",
  values: {
    PENSION: { description: "养老保险" },
    UNEMPLOYMENT: { description: "失业保险" },
    INJURY: { description: "工伤保险" },
  } satisfies Record<stored.InsuranceType, { description: string }>,
});

export const MedicalInsuranceType = builder.enumType("MedicalInsuranceType", {
  description: "医保主管的险种",
  values: {
    MEDICAL: { description: "基本医疗保险" },
    MATERNITY: { description: "生育保险" },
  } satisfies Record<stored.MedicalInsuranceType, { description: string }>,
});

export const InsuranceStatus = builder.enumType("InsuranceStatus", {
  description: "参保状态",
  values: {
    ACTIVE: { description: "正常参保" },
    SUSPENDED: { description: "暂停缴费" },
    TERMINATED: { description: "终止参保" },
    DRAWING: { description: "待遇领取" },
  } satisfies Record<stored.InsuranceStatus, { description: string }>,
});

export const PensionType = builder.enumType("PensionType", {
  description: "养老待遇类型",
  values: {
    EMPLOYEE: { description: "城镇职工基本养老金" },
    RESIDENT: { description: "城乡居民基本养老金" },
    SURVIVOR: { description: "遗属待遇" },
  } satisfies Record<stored.PensionType, { description: string }>,
});

export const PayStatus = builder.enumType("PayStatus", {
  description: "待遇发放状态",
  values: {
    PAYING: { description: "正常发放" },
    SUSPENDED: { description: "暂停发放" },
    STOPPED: { description: "停止发放" },
  } satisfies Record<stored.PayStatus, { description: string }>,
});

export const LifeStatus = builder.enumType("LifeStatus", {
  description: "生存状态",
  values: {
    ALIVE: { description: "健在" },
    UNVERIFIED: { description: "待认证" },
    DECEASED: { description: "已故" },
  } satisfies Record<stored.LifeStatus, { description: string }>,
});

export const EmploymentKind = builder.enumType("EmploymentKind", {
  description: "就业形式",
  values: {
    EMPLOYED: { description: "单位就业" },
    SELF_EMPLOYED: { description: "个体经营" },
    FLEXIBLE: { description: "灵活就业" },
    UNEMPLOYED: { description: "登记失业" },
  } satisfies Record<stored.EmploymentKind, { description: string }>,
});

export const ContractKind = builder.enumType("ContractKind", {
  description: "劳动合同期限",
  values: {
    FIXED_TERM: { description: "固定期限" },
    OPEN_ENDED: { description: "无固定期限" },
    TASK: { description: "以完成一定工作任务为期限" },
  } satisfies Record<stored.ContractKind, { description: string }>,
});

export const DepositForm = builder.enumType("DepositForm", {
  description: "工资保证金形式",
  values: {
    GUARANTEE: { description: "银行保函" },
    CASH: { description: "现金存储" },
    SURETY: { description: "工程担保公司保函" },
    INSURANCE: { description: "工程保证保险" },
    EXEMPT: { description: "免予存储" },
  } satisfies Record<stored.DepositForm, { description: string }>,
});

export const PayrollStatus = builder.enumType("PayrollStatus", {
  description: "工资表状态",
  values: {
    DRAFT: { description: "编制中" },
    CONFIRMED: { description: "工人已确认" },
    PAID: { description: "已发放" },
    PARTLY_PAID: { description: "部分发放" },
  } satisfies Record<stored.PayrollStatus, { description: string }>,
});

export const ClueChannel = builder.enumType("ClueChannel", {
  description: "欠薪线索渠道",
  values: {
    NATIONAL_PLATFORM: { description: "全国根治欠薪线索反映平台" },
    HOTLINE_12345: { description: "12345政务服务便民热线" },
    FINGERTIP: { description: "指尖维权" },
    PETITION: { description: "信访" },
  } satisfies Record<stored.ClueChannel, { description: string }>,
});

export const ClueStatus = builder.enumType("ClueStatus", {
  description: "欠薪线索状态",
  values: {
    RECEIVED: { description: "已接收" },
    IN_PROCESS: { description: "办理中" },
    CLOSED: { description: "已办结" },
    REJECTED: { description: "不予受理" },
  } satisfies Record<stored.ClueStatus, { description: string }>,
});

export const Degree = builder.enumType("Degree", {
  description: "学历",
  values: {
    COLLEGE: { description: "大专" },
    BACHELOR: { description: "本科" },
    MASTER: { description: "硕士" },
    DOCTOR: { description: "博士" },
  } satisfies Record<stored.Degree, { description: string }>,
});

export const WageWarningLevel = builder.enumType("WageWarningLevel", {
  description: "欠薪预警级别",
  values: {
    NONE: { description: "无预警" },
    YELLOW: { description: "黄色：有苗头，提醒核实" },
    ORANGE: { description: "橙色：已有欠发，限期整改" },
    RED: { description: "红色：严重欠薪或重大隐患，立即处置" },
  } satisfies Record<WarningLevel, { description: string }>,
});

export const PensionFinding = builder.enumType("PensionFinding", {
  description: "死亡信息比对结果",
  values: {
    SUSPECTED: { description: "疑点：有死亡记录而仍发放或将发放，待核实" },
    UNKNOWN: { description: "未知：有部门未答复，不能认为没有疑点" },
  } satisfies Record<Finding, { description: string }>,
});

export const PensionConflictKind = builder.enumType("PensionConflictKind", {
  description: "部门记录之间的矛盾",
  values: {
    CREMATED_STILL_REGISTERED: { description: "已火化而户口未注销" },
    DATES_DISAGREE: { description: "死亡日期不一致" },
    LATE_CANCELLATION: { description: "户口注销过迟" },
    VERIFIED_AFTER_DEATH: { description: "死亡后仍有资格认证" },
  } satisfies Record<ConflictKind, { description: string }>,
});

export const InquiryCapacity = builder.enumType("InquiryCapacity", {
  description: "当事人的身份",
  values: {
    LEGAL_REPRESENTATIVE: { description: "法定代表人" },
    PERSON_IN_CHARGE: { description: "主要负责人" },
    ACTUAL_CONTRACTOR: { description: "实际施工人" },
  } satisfies Record<stored.InquiryCapacity, { description: string }>,
});
