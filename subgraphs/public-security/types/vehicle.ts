import { builder } from "../builder.ts";
import { VehicleType, VehicleUsage } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const Vehicle = builder.prismaObject("Vehicle", {
  ...dataset("机动车", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    plate: t.exposeString("plate", { nullable: true, ...conditional("L3") }),
    vehicleType: t.expose("vehicleType", { type: VehicleType, nullable: true, ...conditional("L2") }),
    usage: t.expose("usage", { type: VehicleUsage, nullable: true, ...conditional("L2") }),
    registeredOn: t.expose("registeredOn", { type: "Date", nullable: true, ...conditional("L3", "DATE_YEAR") }),
    value: t.expose("value", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
