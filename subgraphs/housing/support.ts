import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, hasOne } from "./builder.ts";
import { FundStatus, RentalMode, RentalStatus } from "./enums.ts";
import { Enterprise, Household, Person } from "./foreign.ts";

export const PublicRentalHousehold = builder.prismaObject("PublicRentalHousehold", {
  ...dataset("住房保障", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    members: t.exposeInt("members", conditional("L2")),
    incomePerHead: t.expose("incomePerHead", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    areaPerHead: t.exposeFloat("areaPerHead", conditional("L2")),
    vehicleValue: t.expose("vehicleValue", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    mode: t.expose("mode", { type: RentalMode, ...conditional("L2") }),
    queueNumber: t.exposeInt("queueNumber", conditional("L2")),
    status: t.expose("status", { type: RentalStatus, ...conditional("L2") }),
    monthlyRent: t.expose("monthlyRent", { type: "Fen", ...conditional("L2") }),
    reviewedOn: t.expose("reviewedOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(PublicRentalHousehold, {
  household: [Household, "householdId", "保障家庭", conditional("L2")],
  head: [Person, "headId", "申请人", subject(conditional("L3"))],
});

export const HousingFund = builder.prismaObject("HousingFund", {
  ...dataset("住房公积金", "MONTHLY", "provident-fund"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    status: t.expose("status", { type: FundStatus, ...conditional("L2") }),
    monthlyDeposit: t.expose("monthlyDeposit", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    balance: t.expose("balance", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(HousingFund, {
  person: [Person, "personId", "缴存人", subject(conditional("L3"))],
  employer: [Enterprise, "employerCode", "缴存单位", conditional("L2")],
});
