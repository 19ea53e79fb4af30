import { builder } from "../builder.ts";
import { OrganisationKind, OrganisationStatus } from "../enums.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const SocialOrganisation = builder.prismaObject("SocialOrganisation", {
  ...dataset("社会组织", "ON_CHANGE"),
  fields: (t) => ({
    creditCode: t.exposeID("creditCode", { nullable: false, ...open() }),
    name: t.exposeString("name", { nullable: true, ...open() }),
    kind: t.expose("kind", { type: OrganisationKind, nullable: true, ...open() }),
    status: t.expose("status", { type: OrganisationStatus, nullable: true, ...open() }),
    registeredOn: t.expose("registeredOn", { type: "Date", nullable: true, ...open() }),
    legalRepresentativeName: t.exposeString("legalRepresentativeName", { nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
