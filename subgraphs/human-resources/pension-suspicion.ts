import { partOf } from "../kit/dataset.ts";
import { requires } from "../kit/builder/federation.ts";
import { conditional, lowered, open } from "../kit/item.ts";
import { builder } from "./builder.ts";
import { PensionConflictKind, PensionFinding } from "./enums.ts";
import { Person } from "./foreign.ts";
import type { Conflict } from "./pensions/conflicts.ts";
import type { DeathEvidence } from "./pensions/suspect-pension.ts";
import { suspicionOf, type DeathInputs, type ScopedSuspicion } from "./pensions/suspicion-of.ts";

const PensionConflict = builder.objectRef<Conflict>("PensionConflict").implement({
  ...partOf("社会保障", "REAL_TIME"),
  description: "各部门记录之间的矛盾",
  fields: (t) => ({
    kind: t.expose("kind", {
      type: PensionConflictKind,
      description: "矛盾种类",
      ...conditional("L3"),
    }),
    text: t.exposeString("text", { description: "说明", ...conditional("L3") }),
  }),
});

const DeathEvidenceLine = builder.objectRef<DeathEvidence>("DeathEvidence").implement({
  ...partOf("社会保障", "REAL_TIME"),
  description: "死亡证据：一条记录及其来源部门",
  fields: (t) => ({
    department: t.exposeString("department", { description: "来源部门", ...open() }),
    text: t.exposeString("text", { description: "记录", ...conditional("L3") }),
    on: t.field({
      type: "Date",
      description: "据此认定的日期",
      ...conditional("L3", "DATE_YEAR"),
      resolve: ({ on }) => new Date(on),
    }),
  }),
});

/** Circumstances that end or suspend a pension and of which the hub has no source: death certificates, prisons, courts. */
const NOT_COMPARED = ["卫健：死亡医学证明", "司法行政：服刑", "人民法院：宣告失踪、宣告死亡"] as const;

/** 死亡后领取养老待遇疑点 */
const PensionSuspicion = builder.objectRef<ScopedSuspicion>("PensionSuspicion").implement({
  ...partOf("社会保障", "REAL_TIME"),
  description: "死亡后领取养老待遇疑点：只供人工核查，不作任何自动处置",
  fields: (t) => ({
    finding: t.expose("finding", { type: PensionFinding, description: "比对结果", ...conditional("L3") }),
    earliestDeathOn: t.field({
      type: "Date",
      description: "各部门记录中最早的死亡日期",
      ...conditional("L3", "DATE_YEAR"),
      nullable: true,
      resolve: ({ earliestDeathOn }) => (earliestDeathOn === null ? null : new Date(earliestDeathOn)),
    }),
    overpaidMonths: t.int({
      description: "死亡次月起仍发放的月数",
      ...conditional("L3"),
      resolve: ({ overpaidMonths }) => overpaidMonths.length,
    }),
    firstOverpaidMonth: t.field({
      type: "YearMonth",
      description: "多发的第一个月",
      ...conditional("L3"),
      resolve: ({ overpaidMonths }) => overpaidMonths[0] ?? null,
    }),
    lastOverpaidMonth: t.field({
      type: "YearMonth",
      description: "多发的最后一个月",
      ...conditional("L3"),
      resolve: ({ overpaidMonths }) => overpaidMonths.at(-1) ?? null,
    }),
    overpaidAmount: t.expose("overpaidAmount", {
      type: "Fen",
      description: "疑似多发金额（分）",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    stillPaying: t.exposeBoolean("isStillPaying", {
      description: "待遇是否仍在正常发放",
      ...conditional("L3"),
    }),
    evidence: t.field({
      type: [DeathEvidenceLine],
      description: "死亡证据，先公安后民政，按登记次序排列",
      ...conditional("L3"),
      resolve: ({ evidence }) => [...evidence],
    }),
    conflicts: t.field({
      type: [PensionConflict],
      description: "部门记录之间的矛盾：核查时须先厘清",
      ...conditional("L3"),
      resolve: ({ conflicts }) => [...conflicts],
    }),
    notCompared: t.stringList({
      description: "社会保险经办条例第八条所列、本枢纽未接入的信息：不得据此认为已全部比对",
      ...open(),
      resolve: () => [...NOT_COMPARED],
    }),
    missingDepartments: t.stringList({
      description: "未取得数据的部门：疑点可能不全",
      ...conditional("L2"),
      resolve: ({ missing }) => [...missing],
    }),
  }),
});

const INPUTS = builder.selection<DeathInputs>(
  "registrationCancellations { reason diedOn cancelledOn } cremations { diedOn crematedOn }",
);

builder.objectField(Person, "pensionSuspicion", (t) =>
  t.field({
    type: PensionSuspicion,
    description:
      "死亡后领取养老待遇疑点：由人社比对公安、民政数据得出，供人核查，不得据此自动停发；两部门均答复而无死亡记录的为空",
    ...lowered(conditional("L3"), {
      APART: ["DeathEvidence.department", "PensionSuspicion.notCompared", "PensionSuspicion.missingDepartments"],
    }),
    ...requires(INPUTS.selection),
    resolve: (person, _, context) => suspicionOf(person, context),
  }),
);
