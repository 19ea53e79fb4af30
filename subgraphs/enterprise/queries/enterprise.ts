import { builder } from "../builder.ts";
import { inScope } from "../../kit/context.ts";
import { open } from "../../kit/item.ts";
import { Enterprise } from "../types/enterprise.ts";

builder.queryField("enterprise", (t) =>
  t.field({
    type: Enterprise,
    nullable: true,
    description: "按统一社会信用代码查一家企业",
    ...open(),
    args: {
      creditCode: t.arg({
        type: "CreditCode",
        required: true,
        description: "统一社会信用代码",
      }),
    },
    resolve: (_, { creditCode }, context) =>
      context.database.enterprise.findFirst({ where: { creditCode, ...inScope(context, "Query.enterprise") } }),
  }),
);
