import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";
import { Policy } from "../types/policy.ts";

builder.queryField("policies", (t) =>
  t.field({
    type: [Policy],
    nullable: true,
    description: "惠企政策",
    ...open(),
    resolve: (_, __, context) => context.database.policy.findMany({ orderBy: { code: "asc" } }),
  }),
);
