import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const HeatingArea = builder.prismaObject("HeatingArea", {
  ...dataset("物业供热", "YEARLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    name: t.exposeString("name", { nullable: true, ...open() }),
    company: t.exposeString("company", { nullable: true, ...open() }),
    heatedArea: t.exposeFloat("heatedArea", { nullable: true, ...open() }),
    households: t.exposeInt("households", { nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
