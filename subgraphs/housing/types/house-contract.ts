import { builder } from "../builder.ts";
import { DwellingUsage } from "../enums.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const HouseContract = builder.prismaObject("HouseContract", {
  ...dataset("不动产", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    buyer: t.field({
      type: Person,
      nullable: true,
      description: "买受人",
      ...conditional("L3"),
      resolve: ({ buyerId }) => ({ id: buyerId }),
    }),
    unitNumber: t.exposeString("unitNumber", { nullable: true, ...conditional("L2") }),
    location: t.exposeString("location", { nullable: true, ...conditional("L3", "ADDRESS") }),
    area: t.exposeFloat("area", { nullable: true, ...conditional("L2") }),
    usage: t.expose("usage", { type: DwellingUsage, nullable: true, ...conditional("L2") }),
    price: t.expose("price", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    signedOn: t.expose("signedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    developer: t.field({
      type: Enterprise,
      nullable: true,
      description: "开发企业",
      ...open(),
      resolve: ({ developerCode }) => ({ creditCode: developerCode }),
    }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
