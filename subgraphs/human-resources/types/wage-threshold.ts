import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const WageThreshold = builder.prismaObject("WageThreshold", {
  ...dataset("工资支付", "ON_CHANGE"),
  fields: (t) => ({
    code: t.exposeID("code", { nullable: false, ...open() }),
    value: t.exposeFloat("value", { nullable: true, ...open() }),
    unit: t.exposeString("unit", { nullable: true, ...open() }),
    source: t.exposeString("source", { nullable: true, ...open() }),
    effectiveFrom: t.expose("effectiveFrom", { type: "Date", nullable: true, ...open() }),
  }),
});
