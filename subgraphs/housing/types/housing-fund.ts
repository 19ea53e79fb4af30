import { builder } from "../builder.ts";
import { FundStatus } from "../enums.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const HousingFund = builder.prismaObject("HousingFund", {
  ...dataset("住房公积金", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "缴存人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    employer: t.field({
      type: Enterprise,
      nullable: true,
      description: "缴存单位",
      ...conditional("L2"),
      resolve: ({ employerCode }) => ({ creditCode: employerCode }),
    }),
    status: t.expose("status", { type: FundStatus, nullable: true, ...conditional("L2") }),
    monthlyDeposit: t.expose("monthlyDeposit", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    balance: t.expose("balance", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
