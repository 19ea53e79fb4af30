import { builder } from "../builder.ts";
import { DepositForm } from "../enums.ts";
import { ConstructionProject } from "../entities/construction-project.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const WageDeposit = builder.prismaObject("WageDeposit", {
  ...dataset("工资支付", "DAILY"),
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
      description: "缴存单位",
      ...conditional("L2"),
      resolve: ({ contractorCode }) => ({ creditCode: contractorCode }),
    }),
    form: t.expose("form", { type: DepositForm, nullable: true, ...conditional("L2") }),
    amount: t.expose("amount", { type: "Fen", nullable: true, ...conditional("L2") }),
    requiredAmount: t.expose("requiredAmount", { type: "Fen", nullable: true, ...conditional("L2") }),
    institution: t.exposeString("institution", { nullable: true, ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
