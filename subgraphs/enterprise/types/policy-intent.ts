import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const PolicyIntent = builder.prismaObject("PolicyIntent", {
  ...dataset("惠企政策", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    confirmedAt: t.expose("confirmedAt", { type: "DateTime", nullable: true, ...conditional("L2") }),
    amount: t.expose("amount", { type: "Fen", nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
