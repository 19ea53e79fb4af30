import { builder, internal } from "../builder.ts";
import { invalid } from "../errors.ts";
import {
  departmentStatistics,
  type DepartmentStatistics as Row,
  type Period,
} from "../statistics/department-statistics.ts";
import { unmetDemand, type UnmetDemand as Demanded } from "../statistics/unmet-demand.ts";
import { actorOf } from "../workflow/actor-of.ts";

const DepartmentStatistics = builder.objectRef<Row>("DepartmentStatistics").implement({
  description: "一个部门作为提供方的统计：除审核件数外均为数据项数",
  fields: (t) => ({
    department: t.exposeID("department", { description: "部门标识", ...internal }),
    asked: t.exposeInt("asked", { description: "被申请", ...internal }),
    shared: t.exposeInt("shared", { description: "同意共享", ...internal }),
    masked: t.exposeInt("masked", { description: "其中脱敏", ...internal }),
    refused: t.exposeInt("refused", { description: "不同意", ...internal }),
    open: t.exposeInt("open", { description: "待决定", ...internal }),
    inForce: t.exposeInt("inForce", { description: "在用授权中的数据项", ...internal }),
    used: t.exposeInt("used", { description: "其中期内使用过的", ...internal }),
    reviews: t.exposeInt("reviews", { description: "收到的审核件数", ...internal }),
    answeredInTime: t.exposeInt("answeredInTime", { description: "按时答复件数", ...internal }),
    answeredLate: t.exposeInt("answeredLate", { description: "逾期答复件数", ...internal }),
    overdue: t.exposeInt("overdue", { description: "已逾期未答复件数", ...internal }),
  }),
});

const UnmetDemand = builder.objectRef<Demanded>("UnmetDemand").implement({
  description: "申请而不可得的数据项",
  fields: (t) => ({
    coordinate: t.exposeID("coordinate", { description: "字段坐标", ...internal }),
    reason: t.exposeString("reason", { description: "原因：不存在或不予共享", ...internal }),
    departments: t.stringList({
      description: "申请过的部门标识",
      ...internal,
      resolve: ({ departments }) => [...departments],
    }),
    times: t.exposeInt("times", { description: "次数", ...internal }),
  }),
});

const periodOf = ({ from, to }: Period): Period => {
  if (from < to) return { from, to };
  throw invalid("to", "expected a time after from", "应晚于起始时间");
};

builder.queryFields((t) => {
  const args = {
    from: t.arg({ type: "DateTime", required: true, description: "起始时间（含）" }),
    to: t.arg({ type: "DateTime", required: true, description: "截止时间（不含）" }),
  };
  return {
    sharingStatistics: t.field({
      type: [DepartmentStatistics],
      description: "各部门共享统计：被申请、按时答复、不同意、共享、使用",
      ...internal,
      args,
      resolve: async (_, period, context) => {
        await actorOf(context);
        return [...(await departmentStatistics(context, periodOf(period)))];
      },
    }),
    unmetDemand: t.field({
      type: [UnmetDemand],
      description: "需求侧：申请而不可得的数据项，次数多的在前",
      ...internal,
      args,
      resolve: async (_, period, context) => {
        await actorOf(context);
        return [...(await unmetDemand(context, periodOf(period)))];
      },
    }),
  };
});
