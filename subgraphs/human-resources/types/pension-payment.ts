import { builder } from "../builder.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const PensionPayment = builder.prismaObject("PensionPayment", {
  ...dataset("社会保障", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "领取人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    payMonth: t.expose("payMonth", { type: "YearMonth", nullable: true, ...conditional("L3") }),
    dueAmount: t.expose("dueAmount", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    paidAmount: t.expose("paidAmount", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    paidOn: t.expose("paidOn", { type: "Date", nullable: true, ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
