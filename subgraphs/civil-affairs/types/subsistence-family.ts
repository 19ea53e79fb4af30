import { builder, type Context } from "../builder.ts";
import { SubsistenceKind, SubsistenceStatus } from "../enums.ts";
import { Household } from "../entities/household.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import { oneLoader } from "../../kit/loaders.ts";

export const SubsistenceFamily = builder.prismaObject("SubsistenceFamily", {
  ...dataset("社会救助", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    cardNumber: t.exposeString("cardNumber", { nullable: true, ...conditional("L2") }),
    household: t.field({
      type: Household,
      nullable: true,
      description: "所在户",
      ...conditional("L2"),
      resolve: ({ householdId }) => ({ id: householdId }),
    }),
    head: t.field({
      type: Person,
      nullable: true,
      description: "户主",
      ...conditional("L3"),
      resolve: ({ headId }) => ({ id: headId }),
    }),
    people: t.exposeInt("people", { nullable: true, ...conditional("L2") }),
    insuredPeople: t.exposeInt("insuredPeople", { nullable: true, ...conditional("L2") }),
    kind: t.expose("kind", { type: SubsistenceKind, nullable: true, ...conditional("L2") }),
    status: t.expose("status", { type: SubsistenceStatus, nullable: true, ...conditional("L2") }),
    monthlyIncome: t.expose("monthlyIncome", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    allowance: t.expose("allowance", { type: "Fen", nullable: true, ...conditional("L3", "AMOUNT_BAND") }),
    categories: t.exposeString("categories", { nullable: true, ...conditional("L3") }),
    reason: t.exposeString("reason", { nullable: true, ...conditional("L3") }),
    validFrom: t.expose("validFrom", { type: "Date", nullable: true, ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});

/** One subsistenceFamily by id; the guard decides what of it may leave. */
export const subsistenceFamilyById = oneLoader(
  (keys: number[], context: Context) => context.database.subsistenceFamily.findMany({ where: { id: { in: keys } } }),
  (row) => row.id,
);
