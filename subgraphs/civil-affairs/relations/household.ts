import { builder, type Context } from "../builder.ts";
import { Household } from "../entities/household.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { EconomicCheck } from "../types/economic-check.ts";
import { SubsistenceFamily } from "../types/subsistence-family.ts";

const subsistenceFamilies = manyLoader(
  (keys: string[], context: Context) =>
    context.database.subsistenceFamily.findMany({
      where: { householdId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.householdId,
);

/** Economic checks of a household, by authorization. */
export const economicChecks = manyLoader(
  (keys: string[], context: Context) =>
    context.database.economicCheck.findMany({
      where: { householdId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.householdId,
);

builder.objectFields(Household, (t) => ({
  subsistenceFamilies: t.field({
    type: [SubsistenceFamily],
    nullable: true,
    description: "本户的低保（特困）记录",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => subsistenceFamilies(context).load(id),
  }),
  economicChecks: t.field({
    type: [EconomicCheck],
    nullable: true,
    description: "家庭经济状况核对",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => economicChecks(context).load(id),
  }),
}));
