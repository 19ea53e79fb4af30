import { builder, internal } from "../builder.ts";
import { invalid } from "../errors.ts";
import { unusedGrants, type UnusedGrant as Row } from "../grants/unused-grants.ts";
import { servicesOf } from "../services.ts";
import { Grant } from "../types/grant.ts";
import { visibleGrants } from "./visible.ts";

const NarrowingProposal = builder.enumType("NarrowingProposal", {
  description: "最小授权建议",
  values: {
    RELINQUISH: { description: "整份未使用：建议放弃" },
    NARROW: { description: "部分未使用：建议移出未使用的数据项" },
  },
});

const UnusedGrant = builder.objectRef<Row>("UnusedGrant").implement({
  description: "宽于实际使用的授权",
  fields: (t) => ({
    grant: t.expose("grant", { type: Grant, description: "授权", ...internal }),
    unused: t.stringList({ description: "未使用的字段坐标", ...internal, resolve: ({ unused }) => [...unused] }),
    lastUsedOn: t.expose("lastUsedOn", { type: "Date", description: "最近使用日期；空为从未使用", ...internal }),
    proposal: t.expose("proposal", { type: NarrowingProposal, description: "建议", ...internal }),
  }),
});

builder.queryField("leastPrivilege", (t) =>
  t.field({
    type: [UnusedGrant],
    description: "最小授权：超过指定天数未使用的授权与数据项",
    ...internal,
    args: { days: t.arg.int({ defaultValue: 30, description: "天数，常用 30 或 90" }) },
    resolve: async (_, { days }, context) => {
      const count = days ?? 30;
      if (count < 1 || count > 3650) {
        throw invalid("days", `expected 1 to 3650, got ${count}`, "应为 1 至 3650");
      }
      const now = servicesOf(context.database).now();
      return [...(await unusedGrants(context.database, await visibleGrants(context), count, now))];
    },
  }),
);
