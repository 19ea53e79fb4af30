import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

export const PropertyManagement = builder.prismaObject("PropertyManagement", {
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    community: t.exposeString("community", { nullable: true, ...open() }),
    company: t.exposeString("company", { nullable: true, ...open() }),
    coveredArea: t.exposeFloat("coveredArea", { nullable: true, ...open() }),
    households: t.exposeInt("households", { nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
