import { harmless, open } from "../../kit/item.ts";
import { OPEN_REGISTER, builder, internal } from "../builder.ts";
import { UpdateCycle } from "../enums.ts";
import { dataQuality, type DatasetQuality as Quality } from "../oversight/data-quality.ts";
import { servicesOf } from "../services.ts";
import { asking } from "./visible.ts";

const ItemCheck = builder.prismaObject("ItemCheck", {
  description: "数源部门的校核规则及其抽样核对结果（第十八条）：只有条数，在部门库内核对",
  fields: (t) => ({
    item: t.exposeString("item", internal),
    rule: t.exposeString("rule", internal),
    sampled: t.exposeInt("sampled", internal),
    failed: t.exposeInt("failed", internal),
    seenAt: t.expose("seenAt", { type: "DateTime", ...internal }),
  }),
});

const DatasetQuality = builder.objectRef<Quality>("DatasetQuality").implement({
  description: "数据质量（第十八条）：一类数据所报的更新频率，与枢纽所见的实际更新",
  fields: (t) => ({
    id: t.exposeID("id", { description: "数据类型、数源部门与更新频率", ...open("L2") }),
    type: t.exposeString("typeName", { description: "数据类型", ...internal }),
    dataset: t.string({
      description: "数据集名称",
      ...internal,
      resolve: ({ typeName }, _, context) => servicesOf(context.database).catalogue().typeNames.get(typeName) ?? null,
    }),
    owner: t.exposeString("owner", { description: "数源部门标识", ...internal }),
    updateCycle: t.expose("updateCycle", { type: UpdateCycle, description: "所报的更新频率", ...internal }),
    changedAt: t.expose("changedAt", {
      type: "DateTime",
      description: "最近一次实际变化；空为自开始观察以来未见变化",
      ...internal,
    }),
    observedSince: t.expose("observedSince", { type: "DateTime", description: "枢纽开始观察之时", ...internal }),
    seenAt: t.expose("seenAt", { type: "DateTime", description: "承载系统最近一次答复之时", ...internal }),
    dueOn: t.exposeString("dueOn", {
      description: "按所报的更新频率，下一次变化的最后一日；空为变更时更新",
      ...internal,
    }),
    late: t.exposeBoolean("late", { description: "超过更新周期未见变化", ...internal }),
    checks: t.field({
      type: [ItemCheck],
      description: "校核规则的抽样结果",
      ...internal,
      resolve: ({ checks }) => [...checks],
    }),
  }),
});

builder.queryField("dataQuality", (t) =>
  t.field({
    type: [DatasetQuality],
    description: "数据质量：各类数据所报的与实际的更新，及校核规则的抽样结果；只列承载系统已答复的",
    ...internal,
    args: {
      department: t.arg.string({ description: "数源部门标识", ...harmless(OPEN_REGISTER) }),
      late: t.arg.boolean({ description: "只列超过更新周期未见变化的", ...harmless(OPEN_REGISTER) }),
    },
    resolve: async (_, { department, late }, context) => {
      await asking(context);
      const all = await dataQuality(context.database, servicesOf(context.database).catalogue());
      return all.filter((one) => (!department || one.owner === department) && (!late || one.late));
    },
  }),
);
