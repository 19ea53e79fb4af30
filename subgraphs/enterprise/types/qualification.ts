import { builder } from "../builder.ts";
import { QualificationKind } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const Qualification = builder.prismaObject("Qualification", {
  ...dataset("企业资质", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: QualificationKind, nullable: true, ...open() }),
    recognition: t.exposeInt("recognition", { nullable: true, ...open() }),
    validFrom: t.expose("validFrom", { type: "Date", nullable: true, ...open() }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
