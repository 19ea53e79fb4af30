import { builder } from "../builder.ts";
import { conditional } from "../../kit/item.ts";

/** 火化登记, of which 民政 brings along what the look into pensions needs. */
export const Cremation = builder.externalRef("Cremation").implement({
  description: "火化登记：由民政登记，这里只取核查养老待遇所需",
  externalFields: (t) => ({
    diedOn: t.field({ type: "Date", nullable: true, description: "死亡日期", ...conditional("L3", "DATE_YEAR") }),
    crematedOn: t.field({ type: "Date", nullable: true, description: "火化日期", ...conditional("L3") }),
  }),
});
