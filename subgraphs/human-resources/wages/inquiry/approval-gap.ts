import type { Words } from "../../../../schema/words.ts";

/** An approved inquiry into what a debtor's people own. Dates at midnight UTC. */
export interface Approval {
  /** Division code (12 digits) of the department whose head approved it. */
  readonly approverArea: string;
  readonly approvedOn: Date;
  /** The last day on which it is in force. */
  readonly validTo: Date;
  readonly closedOn: Date | null;
}

/** The reason for which an approval opens nothing. */
export type ApprovalGap = "NOT_MUNICIPAL" | "NOT_YET_APPROVED" | "EXPIRED" | "CLOSED";

/** Each reason in words. */
export const APPROVAL_GAPS: Readonly<Record<ApprovalGap, Words>> = {
  NOT_MUNICIPAL: {
    en: "it was not approved by the head of a municipal or higher department",
    zh: "未经设区的市级以上部门负责人批准",
  },
  NOT_YET_APPROVED: { en: "it is approved for a later day", zh: "批准日期未到" },
  EXPIRED: { en: "it has expired", zh: "已过有效期" },
  CLOSED: { en: "its case is closed", zh: "案件已结" },
};

/** A province's or a municipality's code ends in eight zeros, a county's does not. */
const MUNICIPAL = /^\d{4}0{8}$/;

/**
 * Tells why an approval opens no inquiry; null where it does. Pure.
 * @law 保障农民工工资支付条例第四十条 [T] 查处拖欠案件，须经设区的市级以上人社部门负责人批准，方可查询当事人拥有的房产、车辆；未批准、逾期或者已结案的，其他部门不被查询
 * @param today the day on which the records would be read, never a day that the caller chooses
 */
export function approvalGap(
  { approverArea, approvedOn, validTo, closedOn }: Approval,
  today: Date,
): ApprovalGap | null {
  if (!MUNICIPAL.test(approverArea)) return "NOT_MUNICIPAL";
  if (approvedOn > today) return "NOT_YET_APPROVED";
  if (closedOn !== null && closedOn <= today) return "CLOSED";
  return validTo < today ? "EXPIRED" : null;
}
