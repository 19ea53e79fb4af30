import { builder } from "../builder.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { Household } from "../types/household.ts";

builder.queryField("household", (t) =>
  t.field({
    type: Household,
    nullable: true,
    description: "按户标识查一户",
    ...conditional("L2"),
    args: {
      id: t.arg({
        type: "ID",
        required: true,
        description: "户标识",
      }),
    },
    resolve: (_, { id }, context) =>
      context.database.household.findFirst({ where: { id, ...inScope(context, "Query.household") } }),
  }),
);
