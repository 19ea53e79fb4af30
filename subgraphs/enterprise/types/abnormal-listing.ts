import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const AbnormalListing = builder.prismaObject("AbnormalListing", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    listedOn: t.expose("listedOn", { type: "Date", nullable: true, ...open() }),
    reason: t.exposeString("reason", { nullable: true, ...open() }),
    removedOn: t.expose("removedOn", { type: "Date", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
