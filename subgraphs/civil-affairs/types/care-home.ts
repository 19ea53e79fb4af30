import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const CareHome = builder.prismaObject("CareHome", {
  ...dataset("养老服务", "QUARTERLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    name: t.exposeString("name", { nullable: true, ...open() }),
    address: t.exposeString("address", { nullable: true, ...open() }),
    beds: t.exposeInt("beds", { nullable: true, ...open() }),
    occupied: t.exposeInt("occupied", { nullable: true, ...conditional("L2") }),
    stars: t.exposeInt("stars", { nullable: true, ...open() }),
    phone: t.exposeString("phone", { nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
