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
    DISPOSED: "数据已按要求处置",
  },
  stop: { IN_FORCE: "在用", LIFTED: "已解除" },
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
  catalogue: { PUBLISHED: "已公布" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A thing that has a life of its own: an application, a review, a grant … */
export type Matter = keyof typeof STATES;

/** State of one kind of matter. */
export type StateOf<M extends Matter> = M extends Matter ? keyof (typeof STATES)[M] & string : never;
