import { builder } from "../builder.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { Person } from "../types/person.ts";

builder.queryField("person", (t) =>
  t.field({
    type: Person,
    nullable: true,
    description: "按公民身份号码查一人",
    ...conditional("L2"),
    args: {
      citizenNumber: t.arg({
        type: "CitizenNumber",
        required: true,
        description: "公民身份号码",
        directives: { reveals: { coordinate: "Person.citizenNumber" } },
      }),
    },
    resolve: (_, { citizenNumber }, context) =>
      context.database.person.findFirst({ where: { citizenNumber, ...inScope(context, "Query.person") } }),
  }),
);
