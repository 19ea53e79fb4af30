import { builder } from "../builder.ts";
import { ConstructionProject } from "../entities/construction-project.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const PayrollLine = builder.prismaObject("PayrollLine", {
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
    person: t.field({
      type: Person,
      nullable: true,
      description: "工人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    month: t.expose("month", { type: "YearMonth", nullable: true, ...conditional("L2") }),
    days: t.exposeInt("days", { nullable: true, ...conditional("L3") }),
    hours: t.exposeInt("hours", { nullable: true, ...conditional("L3") }),
    dueAmount: t.expose("dueAmount", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    paidAmount: t.expose("paidAmount", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    isBackPay: t.exposeBoolean("isBackPay", { nullable: true, ...conditional("L2") }),
    paidOn: t.expose("paidOn", { type: "Date", nullable: true, ...conditional("L3") }),
    account: t.exposeString("account", { nullable: true, ...conditional("L4", "BANK_CARD") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
