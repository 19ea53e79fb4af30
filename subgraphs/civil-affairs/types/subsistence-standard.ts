import { builder, type Context } from "../builder.ts";
import { SubsistenceKind } from "../enums.ts";
import type { SubsistenceStandard as StandardRow } from "../generated/prisma/client.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const SubsistenceStandard = builder.prismaObject("SubsistenceStandard", {
  ...dataset("社会救助", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: SubsistenceKind, nullable: true, ...open() }),
    monthlyAmount: t.expose("monthlyAmount", { type: "Fen", nullable: true, ...open() }),
    source: t.exposeString("source", { nullable: true, ...open() }),
    effectiveFrom: t.expose("effectiveFrom", { type: "Date", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});

const loaded = new WeakMap<Context, Promise<StandardRow[]>>();

/** Every standard of the city, some dozens of public rows; read once for a request. */
export const allSubsistenceStandards = (context: Context): Promise<StandardRow[]> => {
  const known = loaded.get(context) ?? context.database.subsistenceStandard.findMany();
  loaded.set(context, known);
  return known;
};
