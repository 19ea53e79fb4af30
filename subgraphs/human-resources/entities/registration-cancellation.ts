import { builder } from "../builder.ts";
import { CancellationReason } from "../enums.ts";
import { conditional } from "../../kit/item.ts";

/** 户口注销, of which 公安 brings along what the look into pensions needs. */
export const RegistrationCancellation = builder.externalRef("RegistrationCancellation").implement({
  description: "户口注销：由公安登记，这里只取核查养老待遇所需",
  externalFields: (t) => ({
    reason: t.field({ type: CancellationReason, nullable: true, description: "注销原因", ...conditional("L3") }),
    diedOn: t.field({ type: "Date", nullable: true, description: "死亡日期", ...conditional("L3", "DATE_YEAR") }),
    cancelledOn: t.field({ type: "Date", nullable: true, description: "注销日期", ...conditional("L3") }),
  }),
});
