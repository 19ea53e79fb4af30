import { builder } from "./builder.ts";
import type * as stored from "./generated/prisma/enums.ts";
import { CYCLE_WORDS } from "./catalogue/cycle-words.ts";
import { END_CAUSES, STATES, type EndCauseName } from "./workflow/states.ts";
import { ROLES } from "./workflow/transition.ts";
import { RANK_WORDS, type Rank } from "../../schema/law/statutes.ts";
import {
  IMPORTANCE_WORDS,
  MASK_NAMES,
  SENSITIVITY_LEVELS,
  SHARE_TYPES,
  UPDATE_CYCLES,
} from "../../schema/catalog/vocabulary.ts";
import type {
  Importance as Word,
  MaskName,
  Sensitivity,
  ShareType,
  UpdateCycle as Cycle,
} from "../../schema/catalog/vocabulary.ts";

type Described<Name extends string> = Record<Name, { description: string }>;

/** Values of an enum with their descriptions, as Pothos takes them. */
const described = <Name extends string>(words: Readonly<Record<Name, string>>): Described<Name> =>
  Object.fromEntries(Object.entries(words).map(([name, description]) => [name, { description }])) as Described<Name>;

export const PartyRole = builder.enumType("PartyRole", {
  description: "共享工作中的角色",
  values: described<stored.PartyRole>(ROLES),
});

export const OnDenied = builder.enumType("OnDenied", {
  description: "有字段不予共享时的答复方式",
  values: described<stored.OnDenied>({
    TELL: "其余照常答复，不予共享的字段为空并列为错误",
    QUIET: "其余照常答复，不予共享的字段为空，不列为错误，写在 extensions.sharing.denials",
    REJECT: "有一个字段不予共享，即全部不答复",
  }),
});

export const ApplicationState = builder.enumType("ApplicationState", {
  description: "申请状态",
  values: described<stored.ApplicationState>(STATES.application),
});

export const ReviewState = builder.enumType("ReviewState", {
  description: "审核状态",
  values: described<stored.ReviewState>(STATES.review),
});

export const ExtensionState = builder.enumType("ExtensionState", {
  description: "延期状态",
  values: described<stored.ExtensionState>(STATES.extension),
});

export const SourceState = builder.enumType("SourceState", {
  description: "接入系统所处阶段",
  values: described<stored.SourceState>(STATES.source),
});

export const PublicationState = builder.enumType("PublicationState", {
  description: "接入系统公布的状态",
  values: described<stored.PublicationState>(STATES.publication),
});

export const PublicationKind = builder.enumType("PublicationKind", {
  description: "公布还是停止接入",
  values: described<stored.PublicationKind>({ PUBLICATION: "公布其字段的分类", RETIREMENT: "停止接入" }),
});

export const GrantState = builder.enumType("GrantState", {
  description: "授权状态",
  values: described<stored.GrantState>(STATES.grant),
});

export const EndCause = builder.enumType("EndCause", {
  description: "终止共享的正当理由（第二十七条）",
  values: Object.fromEntries(
    Object.entries(END_CAUSES).map(([name, { words }]) => [name, { description: words }]),
  ) as Described<EndCauseName>,
});

export const IncidentState = builder.enumType("IncidentState", {
  description: "数据安全事件状态",
  values: described<stored.IncidentState>(STATES.incident),
});

export const DescriptionState = builder.enumType("DescriptionState", {
  description: "目录条目补充项的状态",
  values: described<stored.DescriptionState>(STATES.description),
});

export const LegalRank = builder.enumType("LegalRank", {
  description: "法律文件的位阶",
  values: described<Rank>(RANK_WORDS),
});

export const CorrectionState = builder.enumType("CorrectionState", {
  description: "纠错状态",
  values: described<stored.CorrectionState>(STATES.correction),
});

export const DisputeState = builder.enumType("DisputeState", {
  description: "争议状态（第二十八条）",
  values: described<stored.DisputeState>(STATES.dispute),
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
  values: described<stored.ChangeState>(STATES.change),
});

export const UpdateState = builder.enumType("UpdateState", {
  description: "目录更新状态（第十七条）",
  values: described<stored.UpdateState>(STATES.update),
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
    INTERFACE: { description: "服务接口" },
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

export const BarState = builder.enumType("BarState", {
  description: "停供状态（第二十七条）",
  values: described<stored.BarState>(STATES.bar),
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

export const AssessingSide = builder.enumType("AssessingSide", {
  description: "作出影响评估的一方",
  values: described<stored.AssessingSide>({ CONSUMER: "需求部门，随申请", PROVIDER: "提供部门，随决定" }),
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
  CITIZEN_NUMBER: { description: "公民身份号码：前六位与顺序码" },
  PHONE: { description: "电话：前三后四" },
  ADDRESS: { description: "地址：至区县" },
  BANK_CARD: { description: "银行账号：后四" },
  DATE_YEAR: { description: "日期：只有年份 YYYY" },
  AMOUNT_BAND: { description: "金额：所在区间 {min, max}，不足 500 元的（含零）同为一区间" },
};

const pick = <Name extends string>(names: readonly Name[], described: Described<Name>): Described<Name> =>
  Object.fromEntries(names.map((name) => [name, described[name]])) as Described<Name>;

export const SensitivityLevel = builder.enumType("SensitivityLevel", {
  description: "数据级别",
  values: pick(SENSITIVITY_LEVELS, LEVELS),
});

export const Importance = builder.enumType("Importance", {
  description: "数据重要性（数据安全法第二十一条）；数据级别L1至L4是一般数据的细分",
  values: described<Word>(IMPORTANCE_WORDS),
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
