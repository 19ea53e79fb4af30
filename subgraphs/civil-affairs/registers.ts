import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, hasOne } from "./builder.ts";
import { MarriageKind, OrganisationKind, OrganisationStatus } from "./enums.ts";
import { Person } from "./foreign.ts";

export const MarriageRecord = builder.prismaObject("MarriageRecord", {
  ...dataset("婚姻登记", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: MarriageKind, ...conditional("L3") }),
    registeredOn: t.expose("registeredOn", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    office: t.exposeString("office", conditional("L2")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(MarriageRecord, {
  husband: [Person, "partyAId", "男方", subject(conditional("L3"))],
  wife: [Person, "partyBId", "女方", subject(conditional("L3"))],
});

export const Cremation = builder.prismaObject("Cremation", {
  ...dataset("殡葬", "DAILY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    diedOn: t.expose("diedOn", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    crematedOn: t.expose("crematedOn", { type: "Date", ...conditional("L3") }),
    parlour: t.exposeString("parlour", conditional("L2")),
    cause: t.exposeString("cause", conditional("L4")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Cremation, {
  person: [Person, "personId", "逝者", subject(conditional("L3"))],
});

export const SocialOrganisation = builder.prismaObject("SocialOrganisation", {
  ...dataset("社会组织", "ON_CHANGE"),
  fields: (t) => ({
    creditCode: t.exposeID("creditCode", { nullable: false, ...open() }),
    name: t.exposeString("name", open()),
    kind: t.expose("kind", { type: OrganisationKind, ...open() }),
    status: t.expose("status", { type: OrganisationStatus, ...open() }),
    registeredOn: t.expose("registeredOn", { type: "Date", ...open() }),
    legalRepresentativeName: t.exposeString("legalRepresentativeName", open()),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});
