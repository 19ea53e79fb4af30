import { builder } from "../builder.ts";
import { ConstructionProject } from "../entities/construction-project.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const WageAccount = builder.prismaObject("WageAccount", {
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
      description: "施工总承包单位",
      ...conditional("L2"),
      resolve: ({ contractorCode }) => ({ creditCode: contractorCode }),
    }),
    bank: t.exposeString("bank", { nullable: true, ...conditional("L2") }),
    account: t.exposeString("account", { nullable: true, ...conditional("L4", "BANK_CARD") }),
    openedOn: t.expose("openedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    contractAmount: t.expose("contractAmount", { type: "Fen", nullable: true, ...conditional("L2") }),
    labourRatio: t.exposeFloat("labourRatio", { nullable: true, ...conditional("L2") }),
    lastTransferOn: t.expose("lastTransferOn", { type: "Date", nullable: true, ...conditional("L2") }),
    lastTransferAmount: t.expose("lastTransferAmount", { type: "Fen", nullable: true, ...conditional("L2") }),
    balance: t.expose("balance", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
