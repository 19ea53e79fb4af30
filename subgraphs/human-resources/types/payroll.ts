import { builder, type Context } from "../builder.ts";
import { PayrollStatus } from "../enums.ts";
import { ConstructionProject } from "../entities/construction-project.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import { oneLoader } from "../../kit/loaders.ts";

export const Payroll = builder.prismaObject("Payroll", {
  ...dataset("工资支付", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    project: t.field({
      type: ConstructionProject,
      nullable: true,
      description: "工程项目",
      ...open(),
      resolve: ({ projectCode }) => ({ code: projectCode }),
    }),
    contractor: t.field({
      type: Enterprise,
      nullable: true,
      description: "编制单位",
      ...conditional("L2"),
      resolve: ({ contractorCode }) => ({ creditCode: contractorCode }),
    }),
    team: t.exposeString("team", { nullable: true, ...conditional("L2") }),
    month: t.expose("month", { type: "YearMonth", nullable: true, ...conditional("L2") }),
    status: t.expose("status", { type: PayrollStatus, nullable: true, ...conditional("L2") }),
    isBackPay: t.exposeBoolean("isBackPay", { nullable: true, ...conditional("L2") }),
    viaSpecialAccount: t.exposeBoolean("viaSpecialAccount", { nullable: true, ...conditional("L2") }),
    bank: t.exposeString("bank", { nullable: true, ...conditional("L2") }),
    dueTotal: t.expose("dueTotal", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    paidTotal: t.expose("paidTotal", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    preparedOn: t.expose("preparedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    paidOn: t.expose("paidOn", { type: "Date", nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});

/** One payroll by id; the guard decides what of it may leave. */
export const payrollById = oneLoader(
  (keys: number[], context: Context) => context.database.payroll.findMany({ where: { id: { in: keys } } }),
  (row) => row.id,
);
