import { harmless } from "../../kit/item.ts";
import { type Total, totals } from "../../../ledger/query/totals.ts";
import { partOf } from "../../kit/dataset.ts";
import { auditorOf, divisionsOf } from "../auditor.ts";
import { audited, builder } from "../builder.ts";
import { TotalsBy, TotalsEvery } from "../enums.ts";
import { auditError } from "../errors.ts";

/** Counts are whole numbers that may pass 2^31, hence Float. */
const DisclosureTotal = builder.objectRef<Total>("DisclosureTotal").implement({
  ...partOf("数据提供审计", "REAL_TIME"),
  description: "一个周期内的汇总",
  fields: (t) => ({
    period: t.field({
      type: "Date",
      description: "周期的第一天",
      ...audited,
      resolve: ({ period }) => new Date(`${period}T00:00:00Z`),
    }),
    key: t.exposeString("key", { description: "部门、用途或字段坐标", ...audited }),
    outcome: t.exposeString("outcome", { description: "按部门和用途为处理，按字段坐标为结果", ...audited }),
    disclosures: t.exposeFloat("disclosures", { description: "请求数；按字段坐标为使用次数", ...audited }),
    rows: t.exposeFloat("rows", { description: "行数", ...audited }),
  }),
});

const DAY = 24 * 3600 * 1000;
/** Longest period, so that no answer holds more than a few hundred periods. */
const MOST_DAYS = { day: 366, month: 366 * 5 } as const;

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const assertPeriod = (from: Date, to: Date, every: "day" | "month"): void => {
  const days = (to.getTime() - from.getTime()) / DAY;
  if (days > 0 && days <= MOST_DAYS[every]) return;
  throw auditError("HUB_PERIOD_INVALID", { most: MOST_DAYS[every], days });
};

/** PostgreSQL's code for a statement that took longer than it may. */
const TIMED_OUT = "57014";

const tooMany = (error: unknown): never => {
  if (error instanceof Error && "code" in error && error.code === TIMED_OUT)
    throw auditError("HUB_TOTALS_TOO_MANY", {});
  throw error;
};

/** Totals can be told by each of these already (`by`, `every`). */
const IN_TOTALS = "只在所授汇总数之内再分";

builder.queryField("disclosureTotals", (t) =>
  t.field({
    type: [DisclosureTotal],
    description: "按部门、用途或字段坐标的汇总，每日或每月",
    ...audited,
    args: {
      from: t.arg({ type: "Date", required: true, description: "第一天（含）", ...harmless(IN_TOTALS) }),
      to: t.arg({ type: "Date", required: true, description: "最后一天（不含）", ...harmless(IN_TOTALS) }),
      by: t.arg({ type: TotalsBy, required: true, description: "汇总维度", ...harmless(IN_TOTALS) }),
      every: t.arg({ type: TotalsEvery, required: true, description: "汇总周期", ...harmless(IN_TOTALS) }),
      department: t.arg.string({ description: "只计该需求部门", ...harmless(IN_TOTALS) }),
      purpose: t.arg.string({ description: "只计该用途", ...harmless(IN_TOTALS) }),
      coordinate: t.arg.string({ description: "只计该字段坐标", ...harmless(IN_TOTALS) }),
    },
    resolve: (_, { from, to, by, every, department, purpose, coordinate }, context) => {
      const divisions = divisionsOf(auditorOf(context));
      assertPeriod(from, to, every);
      return totals(context.database.reader, {
        from: dayOf(from),
        to: dayOf(to),
        by,
        every,
        divisions,
        ...(department ? { department } : {}),
        ...(purpose ? { purpose } : {}),
        ...(coordinate ? { coordinate } : {}),
      }).catch(tooMany);
    },
  }),
);
