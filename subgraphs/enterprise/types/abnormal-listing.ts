import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

export const AbnormalListing = builder.prismaObject("AbnormalListing", {
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    listedOn: t.expose("listedOn", { type: "Date", nullable: true, ...open() }),
    reason: t.exposeString("reason", { nullable: true, ...open() }),
    removedOn: t.expose("removedOn", { type: "Date", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
