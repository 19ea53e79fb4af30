/**
 * Every state of every matter, in the order of its life, with the words that officers read. The types of the workflow and
 * the GraphQL enums derive from this list; a test holds it against Prisma's enums and the database's.
 */
export const STATES = {
  application: {
    AWAITING_CONSENT: "待本部门共享工作机构负责人同意",
    UNDER_REVIEW: "提供部门审核中",
    DECIDED: "各提供部门均已答复",
    DECLINED: "本部门负责人不同意",
    WITHDRAWN: "已撤回",
  },
  review: {
    OPEN: "已收到，待决定",
    INCOMPLETE: "已一次性告知，待补正",
    COMPLETE: "材料齐全，待决定",
    DECIDED: "已决定，待本部门负责人同意",
    CONFIRMED: "已答复",
    CLOSED: "因撤回而结束",
  },
  extension: {
    REQUESTED: "待主管部门同意",
    CONSENTED: "已同意",
    REJECTED: "未同意",
  },
  grant: {
    GRANTED: "已同意，待开通",
    ACTIVE: "在用",
    SUSPENDED: "已暂停，限期整改",
    RECTIFIED: "已报整改，待恢复",
    EXPIRED: "已到期",
    TERMINATED: "已终止",
    REVOKED: "已撤销",
    RELINQUISHED: "需求部门已放弃",
    DISPOSAL_REPORTED: "需求部门已报告处置，待提供部门确认",
    DISPOSED: "提供部门已确认数据按要求处置",
  },
  stop: { IN_FORCE: "在用", LIFTED: "已解除" },
  incident: { OPENED: "已采取处置措施，待报告", REPORTED: "已报告主管部门", CLOSED: "已办结" },
  bar: { IN_FORCE: "停供中", LIFTED: "已解除", LAPSED: "已到期" },
  correction: { FILED: "待提供部门答复", UPHELD: "属实，已更正", REJECTED: "不属实" },
  dispute: {
    CONSULTING: "协商中",
    ANSWERED: "相对部门已答复",
    BEFORE_AUTHORITY: "主管部门协调中",
    BEFORE_GOVERNMENT: "待政府决定",
    SETTLED: "已达成一致",
    DECIDED: "政府已决定",
    WITHDRAWN: "已撤回",
  },
  change: {
    PROPOSED: "已提出，待本部门负责人同意",
    HEAD_APPROVED: "待主管部门审核",
    APPROVED: "审核通过，待公布",
    REFUSED: "审核未通过",
    PUBLISHED: "已公布",
  },
  update: {
    DUE: "待更新",
    EXTENSION_REQUESTED: "已请求延期，待主管部门同意",
    EXTENDED: "已延期",
    NOT_EXTENDED: "未同意延期",
    DONE: "已完成报送",
  },
  party: { REGISTERED: "已登记" },
  demand: { FILED: "已提出" },
  description: {
    PROPOSED: "已提出，待本部门负责人同意",
    HEAD_APPROVED: "待主管部门审核",
    PUBLISHED: "审核通过，已公布",
    REFUSED: "审核未通过",
  },
  source: {
    CONNECTED: "已接入，待探查",
    PROFILED: "已探查，待分类",
    CLASSIFIED: "已提出分类，待审核",
    AUDITED: "审核通过，待列入目录",
    PUBLISHED: "已公布",
    DEGRADED: "系统已漂移，所涉字段降级",
    RETIRED: "已停止接入",
  },
  publication: {
    PROPOSED: "已提出，待本部门负责人同意",
    HEAD_APPROVED: "待主管部门审核",
    APPROVED: "审核通过",
    REFUSED: "审核未通过",
  },
  catalogue: { PUBLISHED: "已公布" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A thing that has a life of its own: an application, a review, a grant … */
export type Matter = keyof typeof STATES;

/** State of one kind of matter. */
export type StateOf<M extends Matter> = M extends Matter ? keyof (typeof STATES)[M] & string : never;

/**
 * Causes for which a provider may end what it shares (政务数据共享条例 art. 27); those of misuse come after a suspension, which gives time to
 * rectify. A cause that is not here is no good reason.
 */
export const END_CAUSES = {
  PURPOSE_DONE: { words: "使用目的已经实现", ofMisuse: false },
  BASIS_ENDED: { words: "使用依据已经失效", ofMisuse: false },
  DUTY_CHANGED: { words: "提供部门或者需求部门的职责已经调整", ofMisuse: false },
  LAW_FORBIDS: { words: "法律、行政法规规定不得继续提供", ofMisuse: false },
  BEYOND_SCOPE: { words: "超出使用范围或者用途", ofMisuse: true },
  GIVEN_ON: { words: "擅自提供给第三方", ofMisuse: true },
  NOT_RECTIFIED: { words: "逾期未整改或者整改不到位", ofMisuse: true },
  NOT_SECURED: { words: "未履行数据安全保护义务", ofMisuse: true },
} as const satisfies Readonly<Record<string, { readonly words: string; readonly ofMisuse: boolean }>>;

/** A cause for which a grant is ended. */
export type EndCauseName = keyof typeof END_CAUSES;
