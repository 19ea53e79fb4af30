import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const AnnualReport = builder.prismaObject("AnnualReport", {
  ...dataset("市场主体", "YEARLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    year: t.exposeInt("year", { nullable: true, ...open() }),
    revenue: t.expose("revenue", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    profit: t.expose("profit", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    tax: t.expose("tax", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    assets: t.expose("assets", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    rdExpense: t.expose("rdExpense", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    equipmentInvestment: t.expose("equipmentInvestment", {
      type: "Fen",
      nullable: true,
      ...conditional("L3", "AMOUNT_BAND"),
    }),
    averageInsured: t.exposeInt("averageInsured", { nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
