import { builder } from "../builder.ts";
import { conditional, open } from "../../kit/item.ts";

/** 纳税信用与欠税, of which 涉企 brings along what the wage warning needs. */
export const TaxCredit = builder.externalRef("TaxCredit").implement({
  description: "纳税信用与欠税：由税务评价，这里只取预警所需",
  externalFields: (t) => ({
    year: t.int({ nullable: true, description: "评价年度", ...open() }),
    arrears: t.field({
      type: "Fen",
      nullable: true,
      description: "欠税余额（分）",
      ...conditional("L3", "AMOUNT_BAND"),
    }),
  }),
});
