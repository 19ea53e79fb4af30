import { builder } from "../builder.ts";
import { LicenceKind } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const Licence = builder.prismaObject("Licence", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: LicenceKind, nullable: true, ...open() }),
    number: t.exposeString("number", { nullable: true, ...open() }),
    authority: t.exposeString("authority", { nullable: true, ...open() }),
    issuedOn: t.expose("issuedOn", { type: "Date", nullable: true, ...open() }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
