import { builder } from "../builder.ts";
import { RentalMode, RentalStatus } from "../enums.ts";
import { Household } from "../entities/household.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const PublicRentalHousehold = builder.prismaObject("PublicRentalHousehold", {
  ...dataset("住房保障", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    household: t.field({
      type: Household,
      nullable: true,
      description: "保障家庭",
      ...conditional("L2"),
      resolve: ({ householdId }) => ({ id: householdId }),
    }),
    head: t.field({
      type: Person,
      nullable: true,
      description: "申请人",
      ...conditional("L3"),
      resolve: ({ headId }) => ({ id: headId }),
    }),
    members: t.exposeInt("members", { nullable: true, ...conditional("L2") }),
    incomePerHead: t.expose("incomePerHead", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    areaPerHead: t.exposeFloat("areaPerHead", { nullable: true, ...conditional("L2") }),
    vehicleValue: t.expose("vehicleValue", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    mode: t.expose("mode", { type: RentalMode, nullable: true, ...conditional("L2") }),
    queueNumber: t.exposeInt("queueNumber", { nullable: true, ...conditional("L2") }),
    status: t.expose("status", { type: RentalStatus, nullable: true, ...conditional("L2") }),
    monthlyRent: t.expose("monthlyRent", { type: "Fen", nullable: true, ...conditional("L2") }),
    reviewedOn: t.expose("reviewedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
