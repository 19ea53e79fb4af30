import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const ElectricityUse = builder.prismaObject("ElectricityUse", {
  ...dataset("用电", "QUARTERLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    year: t.exposeInt("year", { nullable: true, ...open() }),
    quarter: t.exposeInt("quarter", { nullable: true, ...open() }),
    kilowattHours: t.exposeInt("kilowattHours", { nullable: true, ...conditional("L3") }),
    peakMonthKilowattHours: t.exposeInt("peakMonthKilowattHours", { nullable: true, ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
