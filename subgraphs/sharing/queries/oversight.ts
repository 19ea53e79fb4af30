import { harmless } from "../../kit/item.ts";
import { OPEN_REGISTER, builder, internal } from "../builder.ts";
import { openTerms, type OpenTerm } from "../clock/open-terms.ts";
import { invalid } from "../errors.ts";
import {
  departmentStatistics,
  type ShownStatistics as Row,
  type Period,
  unmetDemand,
  type UnmetDemand as Demanded,
} from "../oversight/statistics.ts";
import { unusedGrants, type UnusedGrant as Unused } from "../oversight/unused-grants.ts";
import { servicesOf } from "../services.ts";
import { Grant } from "../types/grant.ts";
import { LegalTerm, shownTerm } from "../types/term.ts";
import { asking, maySurvey, visibleGrants } from "./visible.ts";

/** Most matters that a list without pages shows, the most urgent first. */
const MOST = 500;

const DueDate = builder.objectRef<OpenTerm>("DueDate").implement({
  description: "未办结的法定事项",
  fields: (t) => ({
    matter: t.exposeString("matter", { description: "事项类别", ...internal }),
    id: t.exposeID("id", { description: "事项编号", ...internal }),
    department: t.exposeString("department", { description: "应办部门标识", ...internal }),
    term: t.field({
      type: LegalTerm,
      description: "时限",
      ...internal,
      resolve: ({ article, term, reading }) => shownTerm(article, term, reading),
    }),
  }),
});

builder.queryField("dueDates", (t) =>
  t.field({
    type: [DueDate],
    description: "本部门未办结的法定事项，最急的在前；主管部门与审计员可见全部",
    ...internal,
    resolve: async (_, _args, context) => {
      const { department } = await asking(context);
      const of = (await maySurvey(context)) ? null : department;
      return (await openTerms(context.database, servicesOf(context.database), of)).slice(0, MOST);
    },
  }),
);

const DepartmentStatistics = builder.objectRef<Row>("DepartmentStatistics").implement({
  description:
    "一个部门作为提供方的统计：审核与各项法定义务按件计，其余为数据项数。其他部门所见为五的倍数，不足五的不予显示",
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
    ruledInTime: t.exposeInt("ruledInTime", {
      description: "无条件共享一个工作日内答复件数（第二十一条）",
      ...internal,
    }),
    ruledLate: t.exposeInt("ruledLate", { description: "无条件共享逾期答复件数", ...internal }),
    deliveredInTime: t.exposeInt("deliveredInTime", { description: "按时提供的授权数（第二十二条）", ...internal }),
    deliveredLate: t.exposeInt("deliveredLate", { description: "逾期提供的授权数", ...internal }),
    deliveryOverdue: t.exposeInt("deliveryOverdue", { description: "已逾期未提供的授权数", ...internal }),
    correctedInTime: t.exposeInt("correctedInTime", { description: "按时答复的校核申请数（第二十六条）", ...internal }),
    correctedLate: t.exposeInt("correctedLate", { description: "逾期答复的校核申请数", ...internal }),
    correctionOverdue: t.exposeInt("correctionOverdue", { description: "已逾期未答复的校核申请数", ...internal }),
    correctionsUpheld: t.exposeInt("correctionsUpheld", {
      description: "校核属实的申请数：所提供的值有误",
      ...internal,
    }),
    correctionsRejected: t.exposeInt("correctionsRejected", { description: "校核不属实的申请数", ...internal }),
    updatedInTime: t.exposeInt("updatedInTime", { description: "按时完成的目录更新数（第十七条）", ...internal }),
    updatedLate: t.exposeInt("updatedLate", { description: "逾期完成的目录更新数", ...internal }),
    updateOverdue: t.exposeInt("updateOverdue", { description: "已逾期未完成的目录更新数", ...internal }),
    datasetsWatched: t.exposeInt("datasetsWatched", {
      description: "枢纽可见其实际更新的数据集数（目前）",
      ...internal,
    }),
    datasetsLate: t.exposeInt("datasetsLate", { description: "其中超过所报更新频率未见变化的（目前）", ...internal }),
    rules: t.exposeInt("rules", { description: "校核规则数（目前）", ...internal }),
    rulesBroken: t.exposeInt("rulesBroken", { description: "其中最近一次抽样有不符的（目前）", ...internal }),
  }),
});

const UnmetDemand = builder.objectRef<Demanded>("UnmetDemand").implement({
  description: "申请而不可得的数据项",
  fields: (t) => ({
    coordinate: t.exposeID("coordinate", { description: "字段坐标；空为目录中没有的，合并计数", ...internal }),
    reason: t.exposeString("reason", { description: "原因：不存在或不予共享", ...internal }),
    departments: t.exposeInt("departments", { description: "申请过的部门数", ...internal }),
    times: t.exposeInt("times", { description: "次数", ...internal }),
  }),
});

const FIRST_DAY = new Date("2000-01-01");
const LAST_DAY = new Date("2200-01-01");

const periodOf = ({ from, to }: Period): Period => {
  if (from >= FIRST_DAY && from < to && to < LAST_DAY) return { from, to };
  throw invalid(
    "to",
    "expected a day after from, both from 2000 to 2199",
    "应晚于起始日期，均在 2000 年至 2199 年之间",
  );
};

builder.queryFields((t) => {
  const args = {
    from: t.arg({ type: "Date", required: true, description: "起始日期（含，北京时间）", ...harmless(OPEN_REGISTER) }),
    to: t.arg({ type: "Date", required: true, description: "截止日期（不含）", ...harmless(OPEN_REGISTER) }),
  };
  return {
    sharingStatistics: t.field({
      type: [DepartmentStatistics],
      description: "各部门共享统计：被申请、答复、提供、校核、目录更新的时限，不同意、共享、使用，数据质量",
      ...internal,
      args,
      resolve: async (_, period, context) => {
        const { department } = await asking(context);
        const surveys = await maySurvey(context);
        const days = periodOf(period);
        return [...(await departmentStatistics(context, days, (one) => surveys || one === department))];
      },
    }),
    unmetDemand: t.field({
      type: [UnmetDemand],
      description: "需求侧：至少五次申请而不可得的数据项，次数多的在前；限主管部门与审计员",
      ...internal,
      args,
      resolve: async (_, period, context) =>
        (await maySurvey(context)) ? [...(await unmetDemand(context, periodOf(period)))] : [],
    }),
  };
});

const NarrowingProposal = builder.enumType("NarrowingProposal", {
  description: "最小授权建议",
  values: {
    RELINQUISH: { description: "整份未使用：建议放弃" },
    NARROW: { description: "部分未使用：建议移出未使用的数据项" },
  },
});

const UnusedGrant = builder.objectRef<Unused>("UnusedGrant").implement({
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
    args: { days: t.arg.int({ defaultValue: 30, description: "天数，常用 30 或 90", ...harmless(OPEN_REGISTER) }) },
    resolve: async (_, { days }, context) => {
      const count = days ?? 30;
      if (count < 1 || count > 3650) {
        throw invalid("days", `expected 1 to 3650, got ${count}`, "应为 1 至 3650");
      }
      const now = servicesOf(context.database).now();
      return (await unusedGrants(context.database, await visibleGrants(context), count, now)).slice(0, MOST);
    },
  }),
);
