import { builder } from "../builder.ts";
import { conditional, open } from "../../kit/item.ts";

export const PolicyIntent = builder.prismaObject("PolicyIntent", {
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    confirmedAt: t.expose("confirmedAt", { type: "DateTime", nullable: true, ...conditional("L2") }),
    amount: t.expose("amount", { type: "Fen", nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
