import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const AllowancePayment = builder.prismaObject("AllowancePayment", {
  ...dataset("社会救助", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    month: t.expose("month", { type: "YearMonth", nullable: true, ...conditional("L3") }),
    base: t.expose("base", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    supplement: t.expose("supplement", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    total: t.expose("total", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    paidOn: t.expose("paidOn", { type: "Date", nullable: true, ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
