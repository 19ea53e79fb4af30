import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const Penalty = builder.prismaObject("Penalty", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    decidedOn: t.expose("decidedOn", { type: "Date", nullable: true, ...open() }),
    authority: t.exposeString("authority", { nullable: true, ...open() }),
    reason: t.exposeString("reason", { nullable: true, ...open() }),
    amount: t.expose("amount", { type: "Fen", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
