import { builder } from "../builder.ts";
import { PolicyMode, PolicyStep } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import type { Policy as PolicyRow } from "../generated/prisma/client.ts";
import type { PolicyLine } from "../policies/evaluate-condition.ts";
import type { Match } from "../policies/match-policy.ts";
import { Policy } from "./policy.ts";

/** A match with the policy and what was paid and confirmed before. */
export interface FirmMatch extends Match {
  readonly policy: PolicyRow;
  /** Fen. */
  readonly paid: number;
  readonly intentConfirmedAt: Date | null;
}

const PolicyCondition = builder.objectRef<PolicyLine>("PolicyCondition").implement({
  ...dataset("惠企政策", "REAL_TIME"),
  description: "政策条件的一项核对结果",
  fields: (t) => ({
    text: t.exposeString("condition", { nullable: true, description: "条件", ...open() }),
    met: t.exposeBoolean("holds", { nullable: true, description: "是否符合；空为缺少数据", ...conditional("L2") }),
    expected: t.exposeString("limit", { nullable: true, description: "要求", ...open() }),
    actual: t.exposeString("fact", { nullable: true, description: "实际", ...conditional("L3") }),
    depth: t.exposeInt("depth", { nullable: true, description: "层级：0 为直接条件，其下为分项", ...open() }),
  }),
});

export const PolicyMatch = builder.objectRef<FirmMatch>("PolicyMatch").implement({
  ...dataset("惠企政策", "REAL_TIME"),
  description: "一家企业与一项惠企政策的匹配结果",
  fields: (t) => ({
    policy: t.field({ type: Policy, nullable: true, description: "政策", ...open(), resolve: ({ policy }) => policy }),
    matched: t.exposeBoolean("holds", {
      nullable: true,
      description: "是否符合；空为缺少数据，无法判定",
      ...conditional("L2"),
    }),
    alreadyPaid: t.exposeBoolean("settled", { nullable: true, description: "本政策是否已兑现完毕", ...open() }),
    paidAmount: t.field({
      type: "Fen",
      nullable: true,
      description: "本政策已兑现金额（分）",
      ...open(),
      resolve: ({ paid }) => paid,
    }),
    amount: t.expose("amount", {
      type: "Fen",
      nullable: true,
      description: "可兑现金额（分），已扣除此前兑现；不符合或缺少数据时为空",
      ...conditional("L3", "AMOUNT_BAND"),
    }),
    mode: t.field({
      type: PolicyMode,
      nullable: true,
      description: "兑现方式",
      ...open(),
      resolve: ({ policy }) => policy.mode,
    }),
    conditions: t.field({
      type: [PolicyCondition],
      nullable: true,
      description: "逐项条件的核对结果",
      ...conditional("L2"),
      resolve: ({ lines }) => lines,
    }),
    nextStep: t.expose("nextStep", {
      type: PolicyStep,
      nullable: true,
      description: "下一步：意愿确认、申报或部门兑现",
      ...conditional("L2"),
    }),
    intentConfirmedAt: t.expose("intentConfirmedAt", {
      type: "DateTime",
      nullable: true,
      description: "企业意愿确认时间",
      ...conditional("L2"),
    }),
  }),
});
