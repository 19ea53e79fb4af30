import { builder } from "../builder.ts";
import { DwellingUsage, SharedForm } from "../enums.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const RealEstateRight = builder.prismaObject("RealEstateRight", {
  ...dataset("不动产", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    owner: t.field({
      type: Person,
      nullable: true,
      description: "权利人",
      ...conditional("L3"),
      resolve: ({ ownerId }) => ({ id: ownerId }),
    }),
    unitNumber: t.exposeString("unitNumber", { nullable: true, ...conditional("L2") }),
    location: t.exposeString("location", { nullable: true, ...conditional("L3", "ADDRESS") }),
    area: t.exposeFloat("area", { nullable: true, ...conditional("L2") }),
    usage: t.expose("usage", { type: DwellingUsage, nullable: true, ...conditional("L2") }),
    sharedForm: t.expose("sharedForm", { type: SharedForm, nullable: true, ...conditional("L2") }),
    registeredOn: t.expose("registeredOn", { type: "Date", nullable: true, ...conditional("L2") }),
    mortgaged: t.exposeBoolean("mortgaged", { nullable: true, ...conditional("L3") }),
    sealed: t.exposeBoolean("sealed", { nullable: true, ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
