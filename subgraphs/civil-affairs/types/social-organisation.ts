import { builder } from "../builder.ts";
import { OrganisationKind, OrganisationStatus } from "../enums.ts";
import { open } from "../../kit/item.ts";

export const SocialOrganisation = builder.prismaObject("SocialOrganisation", {
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
