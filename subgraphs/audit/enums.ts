import type { FindingState as StoredState } from "../../ledger/anomalies/findings.ts";
import type { Decision, RecordKind } from "../../ledger/record.ts";
import { builder } from "./builder.ts";

type Described<Name extends string> = Record<Name, { description: string }>;

/** GraphQL names for words of the ledger that are written with hyphens or in lower case. */
const named = <Word extends string>(
  words: Record<Word, string>,
): Record<string, { value: Word; description: string }> =>
  Object.fromEntries(
    (Object.entries(words) as [Word, string][]).map(([value, description]) => [
      value.replaceAll("-", "_").toUpperCase(),
      { value, description },
    ]),
  );

const KINDS: Record<RecordKind, string> = {
  disclosure: "数据提供：数据已给出",
  denial: "拒绝：未给出数据",
  failure: "失败：未给出数据",
  "dry-run": "试运行：只给出判定",
  "grant-change": "授权变更",
  "policy-change": "策略变更",
  "key-change": "密钥变更",
  "audit-read": "审计查阅",
  workflow: "共享工作步骤",
  cover: "掩护：不含数据提供，使依法暂缓告知的核查的记录数无从推知",
};

const STATES: Record<StoredState, string> = {
  open: "待核实",
  explained: "已说明：正常使用",
  confirmed: "已确认：违规使用",
};

export const DisclosureKind = builder.enumType("DisclosureKind", { description: "记录类别", values: named(KINDS) });

export const FindingState = builder.enumType("FindingState", { description: "疑点状态", values: named(STATES) });

export const FindingConclusion = builder.enumType("FindingConclusion", {
  description: "疑点核实结论",
  values: named<"explained" | "confirmed">({ explained: STATES.explained, confirmed: STATES.confirmed }),
});

export const DisclosureDecision = builder.enumType("DisclosureDecision", {
  description: "对整个请求的处理",
  values: {
    RELEASED: { description: "全部给出" },
    PARTIAL: { description: "部分给出" },
    REFUSED: { description: "拒绝" },
    FAILED: { description: "失败" },
    DRY_RUN: { description: "试运行" },
    RECORDED: { description: "事件，不是请求" },
  } satisfies Described<Decision>,
});

export const CoordinateOutcome = builder.enumType("CoordinateOutcome", {
  description: "一个字段的结果",
  values: {
    CLEAR: { description: "明文" },
    MASKED: { description: "脱敏" },
    DENIED: { description: "拒绝" },
    DERIVED: { description: "供部门计算（可用不可见）" },
  },
});

export const TotalsBy = builder.enumType("TotalsBy", {
  description: "汇总维度",
  values: {
    DEPARTMENT: { value: "department", description: "按需求部门" },
    PURPOSE: { value: "purpose", description: "按用途" },
    COORDINATE: { value: "coordinate", description: "按字段坐标" },
  },
});

export const TotalsEvery = builder.enumType("TotalsEvery", {
  description: "汇总周期",
  values: {
    DAY: { value: "day", description: "每日" },
    MONTH: { value: "month", description: "每月" },
  },
});
