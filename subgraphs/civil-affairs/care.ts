import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, hasOne } from "./builder.ts";
import { AgeBand, DisabilityCategory, SubsidyStatus } from "./enums.ts";
import { Person } from "./foreign.ts";

export const OldAgeSubsidy = builder.prismaObject("OldAgeSubsidy", {
  ...dataset("养老服务", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    ageBand: t.expose("ageBand", { type: AgeBand, ...conditional("L2") }),
    monthlyAmount: t.expose("monthlyAmount", { type: "Fen", ...conditional("L2") }),
    startedOn: t.expose("startedOn", { type: "Date", ...conditional("L2") }),
    status: t.expose("status", { type: SubsidyStatus, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(OldAgeSubsidy, {
  person: [Person, "personId", "享受人", subject(conditional("L3"))],
});

export const Disability = builder.prismaObject("Disability", {
  ...dataset("残疾人", "ON_CHANGE", "disabled-persons-federation"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    category: t.expose("category", { type: DisabilityCategory, ...conditional("L4") }),
    grade: t.exposeInt("grade", conditional("L4")),
    certificateNumber: t.exposeString("certificateNumber", conditional("L4")),
    issuedOn: t.expose("issuedOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Disability, {
  person: [Person, "personId", "持证人", subject(conditional("L3"))],
});

export const CareHome = builder.prismaObject("CareHome", {
  ...dataset("养老服务", "QUARTERLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    name: t.exposeString("name", open()),
    address: t.exposeString("address", open()),
    beds: t.exposeInt("beds", open()),
    occupied: t.exposeInt("occupied", conditional("L2")),
    stars: t.exposeInt("stars", open()),
    phone: t.exposeString("phone", open()),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});
