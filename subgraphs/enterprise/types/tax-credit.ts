import { builder } from "../builder.ts";
import { TaxGrade } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const TaxCredit = builder.prismaObject("TaxCredit", {
  ...dataset("纳税信用", "YEARLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    year: t.exposeInt("year", { nullable: true, ...open() }),
    grade: t.expose("grade", { type: TaxGrade, nullable: true, ...conditional("L2") }),
    arrears: t.expose("arrears", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
