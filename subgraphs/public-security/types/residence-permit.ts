import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const ResidencePermit = builder.prismaObject("ResidencePermit", {
  ...dataset("人口", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    permitNumber: t.exposeString("permitNumber", { nullable: true, ...conditional("L3") }),
    address: t.exposeString("address", { nullable: true, ...conditional("L3", "ADDRESS") }),
    issuedOn: t.expose("issuedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
