import { builder, type Context } from "../builder.ts";
import { Payroll, payrollById } from "../types/payroll.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { PayrollLine } from "../types/payroll-line.ts";

const payrollLines = manyLoader(
  (keys: number[], context: Context) =>
    context.database.payrollLine.findMany({
      where: { payrollId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.payrollId,
);

builder.prismaObjectFields(Payroll, (t) => ({
  payrollLines: t.field({
    type: [PayrollLine],
    nullable: true,
    description: "工资表明细",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => payrollLines(context).load(id),
  }),
}));
builder.prismaObjectFields(PayrollLine, (t) => ({
  payroll: t.field({
    type: Payroll,
    nullable: true,
    description: "所属工资表",
    ...conditional("L2"),
    resolve: ({ payrollId }, _, context) => payrollById(context).load(payrollId),
  }),
}));
