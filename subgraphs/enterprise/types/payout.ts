import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const Payout = builder.prismaObject("Payout", {
  ...dataset("惠企政策", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    year: t.exposeInt("year", { nullable: true, ...open() }),
    amount: t.expose("amount", { type: "Fen", nullable: true, ...open() }),
    paidOn: t.expose("paidOn", { type: "Date", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
