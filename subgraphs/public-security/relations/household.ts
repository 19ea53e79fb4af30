import { builder, type Context } from "../builder.ts";
import { Household, householdById } from "../types/household.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { Person } from "../types/person.ts";

const members = manyLoader(
  (keys: string[], context: Context) =>
    context.database.person.findMany({
      where: { householdId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.householdId,
);

builder.prismaObjectFields(Household, (t) => ({
  members: t.field({
    type: [Person],
    nullable: true,
    description: "户内成员",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => members(context).load(id),
  }),
}));
builder.prismaObjectFields(Person, (t) => ({
  household: t.field({
    type: Household,
    nullable: true,
    description: "所在户",
    ...conditional("L2"),
    resolve: ({ householdId }, _, context) => householdById(context).load(householdId),
  }),
}));
