import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

/** 经营异常名录, of which 涉企 brings along what the wage warning needs. */
export const AbnormalListing = builder.externalRef("AbnormalListing").implement({
  description: "经营异常名录：由市场监管列入，这里只取预警所需",
  externalFields: (t) => ({
    listedOn: t.field({ type: "Date", nullable: true, description: "列入日期", ...open() }),
    removedOn: t.field({ type: "Date", nullable: true, description: "移出日期", ...open() }),
  }),
});
