import { builder } from "../builder.ts";
import { PensionConflictKind } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import type { Conflict } from "../pensions/conflicts.ts";
import type { DeathEvidence } from "../pensions/suspect-pension.ts";
import type { ScopedSuspicion } from "../pensions/suspicion-of.ts";

const PensionConflict = builder.objectRef<Conflict>("PensionConflict").implement({
  ...dataset("社会保障", "REAL_TIME"),
  description: "各部门记录之间的矛盾",
  fields: (t) => ({
    kind: t.expose("kind", {
      type: PensionConflictKind,
      nullable: true,
      description: "矛盾种类",
      ...conditional("L3"),
    }),
    text: t.exposeString("text", { nullable: true, description: "说明", ...conditional("L3") }),
  }),
});

const DeathEvidenceLine = builder.objectRef<DeathEvidence>("DeathEvidence").implement({
  ...dataset("社会保障", "REAL_TIME"),
  description: "死亡证据：一条记录及其来源部门",
  fields: (t) => ({
    department: t.exposeString("department", { nullable: true, description: "来源部门", ...open() }),
    text: t.exposeString("text", { nullable: true, description: "记录", ...conditional("L3") }),
    on: t.field({
      type: "Date",
      nullable: true,
      description: "据此认定的日期",
      ...conditional("L3", "DATE_YEAR"),
      resolve: ({ on }) => new Date(on),
    }),
  }),
});

/** 死亡后领取养老待遇疑点 */
export const PensionSuspicion = builder.objectRef<ScopedSuspicion>("PensionSuspicion").implement({
  ...dataset("社会保障", "REAL_TIME"),
  description: "死亡后领取养老待遇疑点：只供人工核查，不作任何自动处置",
  fields: (t) => ({
    earliestDeathOn: t.field({
      type: "Date",
      nullable: true,
      description: "各部门记录中最早的死亡日期",
      ...conditional("L3", "DATE_YEAR"),
      resolve: ({ earliestDeathOn }) => new Date(earliestDeathOn),
    }),
    overpaidMonths: t.int({
      nullable: true,
      description: "死亡次月起仍发放的月数",
      ...conditional("L3"),
      resolve: ({ overpaidMonths }) => overpaidMonths.length,
    }),
    firstOverpaidMonth: t.field({
      type: "YearMonth",
      nullable: true,
      description: "多发的第一个月",
      ...conditional("L3"),
      resolve: ({ overpaidMonths }) => overpaidMonths[0] ?? null,
    }),
    lastOverpaidMonth: t.field({
      type: "YearMonth",
      nullable: true,
      description: "多发的最后一个月",
      ...conditional("L3"),
      resolve: ({ overpaidMonths }) => overpaidMonths.at(-1) ?? null,
    }),
    overpaidAmount: t.expose("overpaidAmount", {
      type: "Fen",
      nullable: true,
      description: "疑似多发金额（分）",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    stillPaying: t.exposeBoolean("isStillPaying", {
      nullable: true,
      description: "待遇是否仍在正常发放",
      ...conditional("L3"),
    }),
    evidence: t.field({
      type: [DeathEvidenceLine],
      nullable: true,
      description: "死亡证据，由早到晚",
      ...conditional("L3"),
      resolve: ({ evidence }) => [...evidence],
    }),
    conflicts: t.field({
      type: [PensionConflict],
      nullable: true,
      description: "部门记录之间的矛盾：核查时须先厘清",
      ...conditional("L3"),
      resolve: ({ conflicts }) => [...conflicts],
    }),
    missingDepartments: t.stringList({
      nullable: true,
      description: "未取得数据的部门：疑点可能不全",
      ...conditional("L2"),
      resolve: ({ missing }) => [...missing],
    }),
  }),
});
