import { builder, type Context } from "../builder.ts";
import { ConstructionProject } from "../entities/construction-project.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { ArrearsClue } from "../types/arrears-clue.ts";
import { AttendanceMonth } from "../types/attendance-month.ts";
import { Payroll } from "../types/payroll.ts";
import { PayrollLine } from "../types/payroll-line.ts";
import { RosterEntry } from "../types/roster-entry.ts";
import { WageAccount } from "../types/wage-account.ts";
import { WageDeposit } from "../types/wage-deposit.ts";

const wageAccounts = manyLoader(
  (keys: string[], context: Context) =>
    context.database.wageAccount.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

const wageDeposits = manyLoader(
  (keys: string[], context: Context) =>
    context.database.wageDeposit.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

const rosterEntries = manyLoader(
  (keys: string[], context: Context) =>
    context.database.rosterEntry.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

const attendanceMonths = manyLoader(
  (keys: string[], context: Context) =>
    context.database.attendanceMonth.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

const payrolls = manyLoader(
  (keys: string[], context: Context) =>
    context.database.payroll.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

const payrollLines = manyLoader(
  (keys: string[], context: Context) =>
    context.database.payrollLine.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

const arrearsClues = manyLoader(
  (keys: string[], context: Context) =>
    context.database.arrearsClue.findMany({
      where: { projectCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.projectCode,
);

builder.objectFields(ConstructionProject, (t) => ({
  wageAccounts: t.field({
    type: [WageAccount],
    nullable: true,
    description: "农民工工资专用账户",
    ...conditional("L2"),
    resolve: ({ code }, _, context) => wageAccounts(context).load(code),
  }),
  wageDeposits: t.field({
    type: [WageDeposit],
    nullable: true,
    description: "工资保证金",
    ...conditional("L2"),
    resolve: ({ code }, _, context) => wageDeposits(context).load(code),
  }),
  rosterEntries: t.field({
    type: [RosterEntry],
    nullable: true,
    description: "实名制花名册",
    ...conditional("L2"),
    resolve: ({ code }, _, context) => rosterEntries(context).load(code),
  }),
  attendanceMonths: t.field({
    type: [AttendanceMonth],
    nullable: true,
    description: "考勤月报",
    ...conditional("L2"),
    resolve: ({ code }, _, context) => attendanceMonths(context).load(code),
  }),
  payrolls: t.field({
    type: [Payroll],
    nullable: true,
    description: "工资表",
    ...conditional("L2"),
    resolve: ({ code }, _, context) => payrolls(context).load(code),
  }),
  payrollLines: t.field({
    type: [PayrollLine],
    nullable: true,
    description: "工资表明细",
    ...conditional("L2"),
    resolve: ({ code }, _, context) => payrollLines(context).load(code),
  }),
  arrearsClues: t.field({
    type: [ArrearsClue],
    nullable: true,
    description: "欠薪线索",
    ...conditional("L2"),
    resolve: ({ code }, _, context) => arrearsClues(context).load(code),
  }),
}));
