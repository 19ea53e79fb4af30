import { builder } from "../builder.ts";
import { conditional, open } from "../../kit/item.ts";
import { AbnormalListing } from "./abnormal-listing.ts";
import { TaxCredit } from "./tax-credit.ts";

/** 企业, known here by its key alone; its owner is another department, which brings along its standing for the wage warning. */
export const Enterprise = builder.externalRef("Enterprise", builder.selection<{ creditCode: string }>("creditCode"));

Enterprise.implement({
  description: "企业：由市场监管登记，这里只有本部门的记录",
  externalFields: (t) => ({
    creditCode: t.id({ nullable: false, description: "统一社会信用代码", ...open() }),
    abnormalListings: t.field({ type: [AbnormalListing], nullable: true, description: "经营异常名录", ...open() }),
    taxCredits: t.field({ type: [TaxCredit], nullable: true, description: "纳税信用与欠税", ...conditional("L2") }),
  }),
});
