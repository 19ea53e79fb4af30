import { builder } from "../builder.ts";
import { SubsistenceKind } from "../enums.ts";
import { open } from "../../kit/item.ts";

export const SubsistenceStandard = builder.prismaObject("SubsistenceStandard", {
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: SubsistenceKind, nullable: true, ...open() }),
    monthlyAmount: t.expose("monthlyAmount", { type: "Fen", nullable: true, ...open() }),
    source: t.exposeString("source", { nullable: true, ...open() }),
    effectiveFrom: t.expose("effectiveFrom", { type: "Date", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
