import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";
import { WageThreshold } from "../types/wage-threshold.ts";

builder.queryField("wageThresholds", (t) =>
  t.field({
    type: [WageThreshold],
    nullable: true,
    description: "欠薪预警阈值",
    ...open(),
    resolve: (_, __, context) => context.database.wageThreshold.findMany({ orderBy: { code: "asc" } }),
  }),
);
