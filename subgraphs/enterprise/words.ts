import { SHARED_ENUMS } from "../kit/references.ts";
import type * as stored from "./generated/prisma/enums.ts";

type WordsOf<Code extends string> = Record<Code, { readonly description: string }>;

/** 企业类型. */
export const ENTERPRISE_TYPES = {
  LIMITED: { description: "有限责任公司" },
  JOINT_STOCK: { description: "股份有限公司" },
  SOLE_PROPRIETORSHIP: { description: "个人独资企业" },
  PARTNERSHIP: { description: "合伙企业" },
  STATE_OWNED: { description: "国有独资公司" },
} as const satisfies WordsOf<stored.EnterpriseType>;

/** 登记状态. */
export const REGISTRATION_STATUSES = SHARED_ENUMS.RegistrationStatus
  .values satisfies WordsOf<stored.RegistrationStatus>;

/** 企业规模. */
export const ENTERPRISE_SCALES = {
  LARGE: { description: "大型" },
  MEDIUM: { description: "中型" },
  SMALL: { description: "小型" },
  MICRO: { description: "微型" },
} as const satisfies WordsOf<stored.EnterpriseScale>;

/** 企业资质荣誉. */
export const QUALIFICATION_KINDS = {
  HIGH_TECH: { description: "高新技术企业" },
  SPECIALISED: { description: "省级专精特新中小企业" },
  LITTLE_GIANT: { description: "国家级专精特新“小巨人”企业" },
  CHAMPION: { description: "制造业单项冠军" },
} as const satisfies WordsOf<stored.QualificationKind>;

/** 纳税信用等级. */
export const TAX_GRADES = {
  A: { description: "A级" },
  B: { description: "B级" },
  M: { description: "M级" },
  C: { description: "C级" },
  D: { description: "D级" },
} as const satisfies WordsOf<stored.TaxGrade>;
