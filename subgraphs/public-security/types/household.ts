import { builder, type Context } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import { oneLoader } from "../../kit/loaders.ts";

export const Household = builder.prismaObject("Household", {
  ...dataset("人口", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    number: t.exposeString("number", { nullable: true, ...conditional("L3") }),
    address: t.exposeString("address", { nullable: true, ...conditional("L3", "ADDRESS") }),
    gridCode: t.exposeString("gridCode", { nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});

/** One household by id; the guard decides what of it may leave. */
export const householdById = oneLoader(
  (keys: string[], context: Context) => context.database.household.findMany({ where: { id: { in: keys } } }),
  (row) => row.id,
);

builder.asEntity(Household, {
  key: builder.selection<{ id: string }>("id"),
  resolveReference: ({ id }, context) => householdById(context).load(id),
});
