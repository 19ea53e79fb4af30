import type { Total } from "../../../ledger/query/totals.ts";
import { dataset } from "../../kit/dataset.ts";
import { audited, builder } from "../builder.ts";

/** Counts are whole numbers that may pass 2^31, hence Float. */
export const DisclosureTotal = builder.objectRef<Total>("DisclosureTotal").implement({
  ...dataset("披露审计", "REAL_TIME"),
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
