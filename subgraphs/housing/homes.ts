import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, hasOne } from "./builder.ts";
import { DwellingUsage, SharedForm } from "./enums.ts";
import { Enterprise, Person } from "./foreign.ts";

export const HouseContract = builder.prismaObject("HouseContract", {
  ...dataset("不动产", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    unitNumber: t.exposeString("unitNumber", conditional("L2")),
    location: t.exposeString("location", conditional("L3", "ADDRESS")),
    area: t.exposeFloat("area", conditional("L2")),
    usage: t.expose("usage", { type: DwellingUsage, ...conditional("L2") }),
    price: t.expose("price", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    signedOn: t.expose("signedOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(HouseContract, {
  buyer: [Person, "buyerId", "买受人", subject(conditional("L3"))],
  developer: [Enterprise, "developerCode", "开发企业", open()],
});

export const RealEstateRight = builder.prismaObject("RealEstateRight", {
  ...dataset("不动产", "REAL_TIME", "natural-resources"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    unitNumber: t.exposeString("unitNumber", conditional("L2")),
    location: t.exposeString("location", conditional("L3", "ADDRESS")),
    area: t.exposeFloat("area", conditional("L2")),
    usage: t.expose("usage", { type: DwellingUsage, ...conditional("L2") }),
    sharedForm: t.expose("sharedForm", { type: SharedForm, ...conditional("L2") }),
    registeredOn: t.expose("registeredOn", { type: "Date", ...conditional("L2") }),
    mortgaged: t.exposeBoolean("mortgaged", conditional("L3")),
    sealed: t.exposeBoolean("sealed", conditional("L3")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(RealEstateRight, {
  owner: [Person, "ownerId", "权利人", subject(conditional("L3"))],
});

export const PropertyManagement = builder.prismaObject("PropertyManagement", {
  ...dataset("物业供热", "YEARLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    community: t.exposeString("community", open()),
    company: t.exposeString("company", open()),
    coveredArea: t.exposeFloat("coveredArea", open()),
    households: t.exposeInt("households", open()),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

export const HeatingArea = builder.prismaObject("HeatingArea", {
  ...dataset("物业供热", "YEARLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    name: t.exposeString("name", open()),
    company: t.exposeString("company", open()),
    heatedArea: t.exposeFloat("heatedArea", open()),
    households: t.exposeInt("households", open()),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});
