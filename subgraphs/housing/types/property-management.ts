import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const PropertyManagement = builder.prismaObject("PropertyManagement", {
  ...dataset("物业供热", "YEARLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    community: t.exposeString("community", { nullable: true, ...open() }),
    company: t.exposeString("company", { nullable: true, ...open() }),
    coveredArea: t.exposeFloat("coveredArea", { nullable: true, ...open() }),
    households: t.exposeInt("households", { nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
