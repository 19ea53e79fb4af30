import { MAX_PAGE } from "../kit/rows/connection.ts";
import { partOf } from "../kit/dataset.ts";
import { told } from "../kit/event.ts";
import { pageSizeRefused } from "../kit/errors.ts";
import { requires } from "../kit/builder/federation.ts";
import { conditional, equation, harmless, lowered, open, subject } from "../kit/item.ts";
import { builder } from "./builder.ts";
import { WageWarningLevel } from "./enums.ts";
import { ConstructionProject, Person } from "./foreign.ts";
import type { ScopedJudgement } from "./wages/assessments/assessment.ts";
import type { Reason, UnpaidMonth } from "./wages/judge-project.ts";
import type { RuledOut } from "./wages/owed-month.ts";
import type { Evidence } from "./wages/rules/rule.ts";
import { warnOf, type WarningInputs } from "./wages/load/warn-of.ts";

const WageEvidence = builder.objectRef<Evidence>("WageEvidence").implement({
  ...partOf("工资支付", "REAL_TIME"),
  description: "预警证据：一条事实及其来源部门",
  fields: (t) => ({
    department: t.exposeString("department", { description: "来源部门", ...open() }),
    text: t.exposeString("text", { description: "事实（数额按区间）", ...conditional("L3") }),
    month: t.field({
      type: "YearMonth",
      description: "涉及月份",
      ...conditional("L2"),
      resolve: ({ month }) => month ?? null,
    }),
    amount: t.field({
      type: "Fen",
      description: "涉及金额（分）",
      // It may be one worker's wage, which is L4.
      ...conditional("L4", "AMOUNT_BAND"),
      resolve: ({ amount }) => amount ?? null,
    }),
    workers: t.int({
      description: "涉及人数",
      ...conditional("L2"),
      resolve: ({ workers }) => workers ?? null,
    }),
  }),
});

const WageWarningReason = builder.objectRef<Reason>("WageWarningReason").implement({
  ...partOf("工资支付", "REAL_TIME"),
  description: "预警理由：一条规则的研判结果",
  fields: (t) => ({
    rule: t.string({ description: "规则代码", ...open(), resolve: ({ rule }) => rule.id }),
    title: t.string({ description: "规则名称", ...open(), resolve: ({ rule }) => rule.title }),
    source: t.string({ description: "依据", ...open(), resolve: ({ rule }) => rule.source }),
    level: t.expose("level", { type: WageWarningLevel, description: "级别", ...conditional("L2") }),
    message: t.exposeString("message", { description: "说明", ...conditional("L2") }),
    evidence: t.field({
      type: [WageEvidence],
      description: "证据",
      ...conditional("L2"),
      resolve: ({ evidence }) => [...evidence],
    }),
  }),
});

const UnpaidWorker = builder.objectRef<UnpaidMonth>("UnpaidWorker").implement({
  ...partOf("工资支付", "REAL_TIME"),
  description: "被欠薪工人的一个月",
  fields: (t) => ({
    person: t.field({
      type: Person,
      description: "工人",
      ...subject(conditional("L3")),
      resolve: ({ person }) => ({ id: person }),
    }),
    month: t.expose("month", { type: "YearMonth", description: "工资月份", ...conditional("L2") }),
    team: t.exposeString("team", { description: "班组", ...conditional("L2") }),
    attendedDays: t.exposeInt("attendedDays", { description: "出勤天数", ...conditional("L3") }),
    dueAmount: t.expose("due", {
      type: "Fen",
      description: "应发金额（分）",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    paidAmount: t.expose("paid", {
      type: "Fen",
      description: "实发金额（分）",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    owedAmount: t.expose("owed", {
      type: "Fen",
      description: "欠发金额（分）",
      ...equation(conditional("L4", "AMOUNT_BAND"), "UnpaidWorker.dueAmount", "UnpaidWorker.paidAmount"),
    }),
    isEstimated: t.exposeBoolean("isEstimated", {
      description: "无工资表记录，应发金额按出勤天数与日均工资估算",
      ...conditional("L2"),
    }),
  }),
});

const RuledOutAlarm = builder.objectRef<RuledOut>("RuledOutAlarm").implement({
  ...partOf("工资支付", "REAL_TIME"),
  description: "已排除的误报：看似欠薪而实非欠薪的一个工人月",
  fields: (t) => ({
    kind: t.exposeString("id", { description: "误报情形代码", ...open() }),
    title: t.exposeString("title", { description: "误报情形", ...open() }),
    person: t.field({
      type: Person,
      description: "工人",
      ...subject(conditional("L3")),
      resolve: ({ person }) => ({ id: person }),
    }),
    month: t.expose("month", { type: "YearMonth", description: "工资月份", ...conditional("L2") }),
    reason: t.exposeString("reason", { description: "排除理由", ...conditional("L3") }),
  }),
});

const DEFAULT_WORKERS = 20;

/** 欠薪预警 */
const WageWarning = builder.objectRef<ScopedJudgement>("WageWarning").implement({
  ...partOf("工资支付", "REAL_TIME"),
  description: "欠薪预警：规则逐条研判，先排除误报；结论供人核查，不自动处置",
  fields: (t) => ({
    asOf: t.field({
      type: "Date",
      description: "研判截止日期",
      ...open(),
      resolve: ({ asOf }) => new Date(asOf),
    }),
    level: t.expose("level", {
      type: WageWarningLevel,
      description: "级别",
      ...told(conditional("L2"), {
        name: "wageWarningChanged",
        entry: "constructionProject",
        argument: "code",
      }),
    }),
    jointEnforcement: t.exposeBoolean("jointEnforcement", {
      description: "是否连续两期红色、建议联合执法",
      ...conditional("L2"),
    }),
    reasons: t.field({
      type: [WageWarningReason],
      description: "预警理由，按规则次序排列",
      ...conditional("L2"),
      resolve: ({ reasons }) => [...reasons],
    }),
    unpaidWorkers: t.field({
      type: [UnpaidWorker],
      description: "被欠薪工人，按人员编号与月份排列",
      ...conditional("L2"),
      args: { first: t.arg.int({ description: "最多条数，1 至 200，默认 20" }) },
      resolve: ({ owed }, { first }) => {
        const count = first ?? DEFAULT_WORKERS;
        if (Number.isInteger(count) && count >= 1 && count <= MAX_PAGE) return owed.slice(0, count);
        throw pageSizeRefused(MAX_PAGE, count);
      },
    }),
    owedWorkers: t.int({
      description: "被欠薪工人数",
      ...conditional("L2"),
      resolve: ({ owed }) => new Set(owed.map(({ person }) => person)).size,
    }),
    owedAmount: t.expose("owedAmount", {
      type: "Fen",
      description: "欠发合计（分）",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    ruledOut: t.field({
      type: [RuledOutAlarm],
      description: "已考虑并排除的误报，按人员编号与月份排列",
      ...conditional("L2"),
      resolve: ({ ruledOut }) => [...ruledOut],
    }),
    missingDepartments: t.stringList({
      description: "未取得数据的部门：级别可能偏低，不会偏高",
      ...conditional("L2"),
      resolve: ({ missing }) => [...missing],
    }),
  }),
});

const INPUTS = builder.selection<Omit<WarningInputs, "payrollReturns">>(
  "status constructionPermits { number issuedOn contractSignedOn paymentGuarantee labourCycleDays } generalContractor { creditCode abnormalListings { listedOn removedOn } taxCredits { year arrears } }",
);

/** Beside them, since Pothos spells out every order in which a selection may name its fields. */
const RETURNS = builder.selection<Pick<WarningInputs, "payrollReturns">>(
  "payrollReturns { person { id } month isBackPay returnedOn }",
);

builder.objectField(ConstructionProject, "wageWarning", (t) =>
  t.field({
    type: WageWarning,
    description: "欠薪预警：由人社依本部门台账及住建、涉企、代发银行数据研判，供人核查",
    ...lowered(conditional("L2"), {
      APART: [
        "WageWarning.asOf",
        "WageWarning.owedWorkers",
        "WageWarning.missingDepartments",
        "WageWarningReason.rule",
        "WageWarningReason.title",
        "WageWarningReason.source",
        "WageEvidence.department",
        "WageEvidence.month",
        "WageEvidence.workers",
        "UnpaidWorker.month",
        "UnpaidWorker.team",
        "UnpaidWorker.isEstimated",
        "RuledOutAlarm.kind",
        "RuledOutAlarm.title",
        "RuledOutAlarm.month",
      ],
      CONCLUSION: [
        "WageWarning.level",
        "WageWarning.jointEnforcement",
        "WageWarningReason.level",
        "WageWarningReason.message",
      ],
    }),
    ...requires(`${INPUTS.selection} ${RETURNS.selection}`),
    args: { asOf: t.arg({ type: "Date", required: true, description: "研判截止日期", ...harmless("只定计算的日期") }) },
    resolve: (project, { asOf }, context) => warnOf(project, asOf, context),
  }),
);
