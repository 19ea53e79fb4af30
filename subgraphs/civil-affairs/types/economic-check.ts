import { builder } from "../builder.ts";
import { Household } from "../entities/household.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const EconomicCheck = builder.prismaObject("EconomicCheck", {
  ...dataset("社会救助", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    household: t.field({
      type: Household,
      nullable: true,
      description: "被核对家庭",
      ...conditional("L3"),
      resolve: ({ householdId }) => ({ id: householdId }),
    }),
    authorizationNumber: t.exposeString("authorizationNumber", { nullable: true, ...conditional("L2") }),
    checkedOn: t.expose("checkedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    vehicles: t.exposeInt("vehicles", { nullable: true, ...conditional("L3") }),
    houses: t.exposeInt("houses", { nullable: true, ...conditional("L3") }),
    businesses: t.exposeInt("businesses", { nullable: true, ...conditional("L3") }),
    deposits: t.expose("deposits", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
