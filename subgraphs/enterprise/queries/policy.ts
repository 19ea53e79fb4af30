import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";
import { Policy } from "../types/policy.ts";

builder.queryField("policy", (t) =>
  t.field({
    type: Policy,
    nullable: true,
    description: "按代码查一项惠企政策",
    ...open(),
    args: {
      code: t.arg({
        type: "ID",
        required: true,
        description: "政策代码",
      }),
    },
    resolve: (_, { code }, context) => context.database.policy.findFirst({ where: { code } }),
  }),
);
