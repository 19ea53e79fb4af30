import { builder } from "./builder.ts";
import type * as stored from "./generated/prisma/enums.ts";
import { CYCLE_WORDS } from "./catalogue/cycle-words.ts";
import { MASK_NAMES, SENSITIVITY_LEVELS, SHARE_TYPES, UPDATE_CYCLES } from "../../schema/catalog/vocabulary.ts";
import type { MaskName, Sensitivity, ShareType, UpdateCycle as Cycle } from "../../schema/catalog/vocabulary.ts";

type Described<Name extends string> = Record<Name, { description: string }>;

export const PartyRole = builder.enumType("PartyRole", {
  description: "共享工作中的角色",
  values: {
    APPLICANT: { description: "申请人：代表使用部门提出申请、报告整改与处置" },
    REVIEWER: { description: "共享工作机构负责人：对本部门的申请或答复签署意见" },
    OWNER: { description: "数据责任人：对本部门的数据项逐项决定" },
    SECURITY_ADMINISTRATOR: { description: "安全管理员：紧急停用、登记各方" },
    AUDITOR: { description: "审计员：只读" },
    AUTHORITY: { description: "政务数据共享主管部门：同意延期、审核目录、协调争议" },
    GOVERNMENT: { description: "人民政府：决定主管部门协调不成的争议（第二十八条）" },
  } satisfies Described<stored.PartyRole>,
});

export const ApplicationState = builder.enumType("ApplicationState", {
  description: "申请状态",
  values: {
    AWAITING_CONSENT: { description: "待本部门共享工作机构负责人同意" },
    UNDER_REVIEW: { description: "提供部门审核中" },
    DECIDED: { description: "各提供部门均已答复" },
    DECLINED: { description: "本部门负责人不同意" },
    WITHDRAWN: { description: "已撤回" },
  } satisfies Described<stored.ApplicationState>,
});

export const ReviewState = builder.enumType("ReviewState", {
  description: "审核状态",
  values: {
    OPEN: { description: "已收到，待决定" },
    INCOMPLETE: { description: "已一次性告知，待补正" },
    COMPLETE: { description: "材料齐全，待决定" },
    DECIDED: { description: "已决定，待本部门负责人同意" },
    CONFIRMED: { description: "已答复" },
    CLOSED: { description: "因撤回而结束" },
  } satisfies Described<stored.ReviewState>,
});

export const ExtensionState = builder.enumType("ExtensionState", {
  description: "延期状态",
  values: {
    REQUESTED: { description: "待主管部门同意" },
    CONSENTED: { description: "已同意" },
    REJECTED: { description: "未同意" },
  } satisfies Described<stored.ExtensionState>,
});

export const GrantState = builder.enumType("GrantState", {
  description: "授权状态",
  values: {
    GRANTED: { description: "已同意，待开通" },
    ACTIVE: { description: "在用" },
    SUSPENDED: { description: "已暂停，限期整改" },
    RECTIFIED: { description: "已报整改，待恢复" },
    EXPIRED: { description: "已到期" },
    TERMINATED: { description: "已终止" },
    REVOKED: { description: "已撤销" },
    RELINQUISHED: { description: "使用部门已放弃" },
    DISPOSED: { description: "数据已按要求处置" },
  } satisfies Described<stored.GrantState>,
});

export const CorrectionState = builder.enumType("CorrectionState", {
  description: "纠错状态",
  values: {
    FILED: { description: "待提供部门答复" },
    UPHELD: { description: "属实，已更正" },
    REJECTED: { description: "不属实" },
  } satisfies Described<stored.CorrectionState>,
});

export const DisputeState = builder.enumType("DisputeState", {
  description: "争议状态（第二十八条）",
  values: {
    CONSULTING: { description: "协商中" },
    ANSWERED: { description: "相对部门已答复" },
    BEFORE_AUTHORITY: { description: "主管部门协调中" },
    BEFORE_GOVERNMENT: { description: "待政府决定" },
    SETTLED: { description: "已达成一致" },
    DECIDED: { description: "政府已决定" },
    WITHDRAWN: { description: "已撤回" },
  } satisfies Described<stored.DisputeState>,
});

export const DisputeMatter = builder.enumType("DisputeMatter", {
  description: "争议所涉事项",
  values: {
    APPLICATION: { description: "共享申请" },
    GRANT: { description: "共享授权" },
    CORRECTION: { description: "校核纠错" },
  } satisfies Described<stored.DisputeMatter>,
});

export const ChangeState = builder.enumType("ChangeState", {
  description: "目录变更状态",
  values: {
    PROPOSED: { description: "已提出，待本部门负责人同意" },
    HEAD_APPROVED: { description: "待主管部门审核" },
    APPROVED: { description: "审核通过，待公布" },
    REFUSED: { description: "审核未通过" },
    PUBLISHED: { description: "已公布" },
  } satisfies Described<stored.ChangeState>,
});

export const UpdateState = builder.enumType("UpdateState", {
  description: "目录更新状态（第十七条）",
  values: {
    DUE: { description: "待更新" },
    EXTENSION_REQUESTED: { description: "已请求延期，待主管部门同意" },
    EXTENDED: { description: "已延期" },
    NOT_EXTENDED: { description: "未同意延期" },
    DONE: { description: "已完成报送" },
  } satisfies Described<stored.UpdateState>,
});

export const UpdateCause = builder.enumType("UpdateCause", {
  description: "目录更新的起因（第十七条）",
  values: {
    LAW: { description: "法律、行政法规、国务院决定变化" },
    DUTY: { description: "职责变化" },
  } satisfies Described<stored.UpdateCause>,
});

export const SharingMethod = builder.enumType("SharingMethod", {
  description: "共享方式",
  values: {
    INTERFACE: { description: "接口调用" },
    BATCH: { description: "批量交换" },
    FILE: { description: "文件下载" },
  } satisfies Described<stored.SharingMethod>,
});

export const GrantedOutcome = builder.enumType("GrantedOutcome", {
  description: "授权的结果",
  values: {
    CLEAR: { description: "明文" },
    MASKED: { description: "脱敏" },
  } satisfies Described<stored.GrantedOutcome>,
});

export const ItemDecision = builder.enumType("ItemDecision", {
  description: "对一个数据项的决定",
  values: {
    PENDING: { description: "待决定" },
    CLEAR: { description: "同意，明文" },
    MASKED: { description: "同意，脱敏" },
    REFUSED: { description: "不同意" },
  } satisfies Described<stored.ItemDecision>,
});

export const StopKind = builder.enumType("StopKind", {
  description: "紧急停用的对象类别",
  values: {
    APP: { description: "一个应用" },
    DEPARTMENT: { description: "一个部门作为使用方的全部授权" },
    PROVIDER: { description: "一个部门作为提供方的全部授权" },
    COORDINATE: { description: "一个数据项" },
  } satisfies Described<stored.StopKind>,
});

export const SignOffKind = builder.enumType("SignOffKind", {
  description: "签署类别",
  values: {
    CONSUMER_HEAD: { description: "申请部门共享工作机构负责人" },
    PROVIDER_HEAD: { description: "提供部门共享工作机构负责人" },
  } satisfies Described<stored.SignOffKind>,
});

export const TermState = builder.enumType("TermState", {
  description: "法定时限的状态",
  values: {
    RUNNING: { description: "计时中" },
    RESTING: { description: "补正期间停止计时" },
    OVERDUE: { description: "已逾期，未办" },
    KEPT: { description: "按时办结" },
    LATE: { description: "逾期办结" },
  },
});

const LEVELS: Described<Sensitivity> = {
  L1: { description: "公开" },
  L2: { description: "内部" },
  L3: { description: "可识别个人或对个人不利" },
  L4: { description: "账户、收入、死因、未成年人等高敏感" },
};

const SHARES: Described<ShareType> = {
  UNCONDITIONAL: { description: "无条件共享" },
  CONDITIONAL: { description: "有条件共享" },
  NOT_SHARED: { description: "不予共享" },
};

const MASKS: Described<MaskName> = {
  NAME: { description: "姓名：保留姓" },
  CITIZEN_NUMBER: { description: "公民身份号码：前六后四" },
  PHONE: { description: "电话：前三后四" },
  ADDRESS: { description: "地址：至区县" },
  BANK_CARD: { description: "银行账号：后四" },
  DATE_YEAR: { description: "日期：至年" },
  AMOUNT_BAND: { description: "金额：所在区间下限" },
};

const pick = <Name extends string>(names: readonly Name[], described: Described<Name>): Described<Name> =>
  Object.fromEntries(names.map((name) => [name, described[name]])) as Described<Name>;

export const SensitivityLevel = builder.enumType("SensitivityLevel", {
  description: "敏感级别",
  values: pick(SENSITIVITY_LEVELS, LEVELS),
});

export const ShareKind = builder.enumType("ShareKind", {
  description: "共享属性（第十四条）",
  values: pick(SHARE_TYPES, SHARES),
});

export const UpdateCycle = builder.enumType("UpdateCycle", {
  description: "更新频率（第十三条）",
  values: Object.fromEntries(
    UPDATE_CYCLES.map((cycle) => [cycle, { description: CYCLE_WORDS[cycle] }]),
  ) as Described<Cycle>,
});

export const MaskKind = builder.enumType("MaskKind", { description: "脱敏方式", values: pick(MASK_NAMES, MASKS) });

export const BasisKind = builder.enumType("BasisKind", {
  description: "不予共享的依据类别；地方规定不作依据（第十五条）",
  values: {
    LAW: { description: "法律" },
    ADMINISTRATIVE_REGULATION: { description: "行政法规" },
    STATE_COUNCIL_DECISION: { description: "国务院决定" },
  },
});
