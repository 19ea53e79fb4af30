import { builder, type Context } from "../builder.ts";
import { Household } from "../entities/household.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { PublicRentalHousehold } from "../types/public-rental-household.ts";

/** Rental records of a household. */
export const publicRentalHouseholds = manyLoader(
  (keys: string[], context: Context) =>
    context.database.publicRentalHousehold.findMany({
      where: { householdId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.householdId,
);

builder.objectFields(Household, (t) => ({
  publicRentals: t.field({
    type: [PublicRentalHousehold],
    nullable: true,
    description: "本户的公租房保障记录",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => publicRentalHouseholds(context).load(id),
  }),
}));
