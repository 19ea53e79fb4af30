import { dataset } from "../kit/dataset.ts";
import { conditional, open } from "../kit/item.ts";
import { builder, hasMany, hasOne } from "./builder.ts";
import { VehicleType, VehicleUsage } from "./enums.ts";
import { Person } from "./people.ts";

const Vehicle = builder.prismaObject("Vehicle", {
  ...dataset("机动车", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    plate: t.exposeString("plate", conditional("L3")),
    vehicleType: t.expose("vehicleType", { type: VehicleType, ...conditional("L2") }),
    usage: t.expose("usage", { type: VehicleUsage, ...conditional("L2") }),
    registeredOn: t.expose("registeredOn", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    value: t.expose("value", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", open()),
  }),
});

hasOne(Vehicle, {
  owner: [Person, "ownerId", "机动车所有人", conditional("L3")],
});

hasMany(Person, "id", {
  vehicles: [Vehicle, "ownerId", "机动车登记", conditional("L2")],
});
