import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, entity, hasOne } from "./builder.ts";
import { EnterpriseScale, EnterpriseType, RegistrationStatus } from "./enums.ts";
import { Person } from "./foreign.ts";
import { suppliedFields } from "./policies/firm-facts.ts";

export const Enterprise = builder.prismaObject("Enterprise", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    creditCode: t.exposeID("creditCode", { nullable: false, ...open() }),
    name: t.exposeString("name", open()),
    type: t.expose("type", { type: EnterpriseType, ...open() }),
    capital: t.expose("capital", { type: "Fen", ...open() }),
    establishedOn: t.expose("establishedOn", { type: "Date", ...open() }),
    status: t.expose("status", { type: RegistrationStatus, ...open() }),
    authority: t.exposeString("authority", open()),
    termTo: t.expose("termTo", { type: "Date", ...open() }),
    legalRepresentativeName: t.exposeString("legalRepresentativeName", open()),
    address: t.exposeString("address", open()),
    scope: t.exposeString("scope", open()),
    industryCode: t.exposeString("industryCode", open()),
    industryName: t.exposeString("industryName", open()),
    scale: t.expose("scale", { type: EnterpriseScale, ...open() }),
    employees: t.exposeInt("employees", open()),
    aboveScale: t.exposeBoolean("aboveScale", open()),
    gridCode: t.exposeString("gridCode", divisionField()),
    divisionCode: t.exposeString("divisionCode", open()),
  }),
});

hasOne(Enterprise, {
  legalRepresentative: [Person, "legalRepresentativeId", "法定代表人", conditional("L3")],
});

// A field that is worked out from another department's fields finds them on the row.
entity(Enterprise, suppliedFields);

export const Shareholder = builder.prismaObject("Shareholder", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    name: t.exposeString("name", open()),
    subscribed: t.expose("subscribed", { type: "Fen", ...open() }),
    ratio: t.exposeFloat("ratio", open()),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Shareholder, {
  person: [Person, "personId", "自然人股东", subject(conditional("L3"))],
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", open()],
});

export const SoleTrader = builder.prismaObject("SoleTrader", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    creditCode: t.exposeID("creditCode", { nullable: false, ...open() }),
    name: t.exposeString("name", open()),
    operatorName: t.exposeString("operatorName", open()),
    establishedOn: t.expose("establishedOn", { type: "Date", ...open() }),
    status: t.expose("status", { type: RegistrationStatus, ...open() }),
    scope: t.exposeString("scope", open()),
    address: t.exposeString("address", open()),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(SoleTrader, {
  operator: [Person, "operatorId", "经营者", subject(conditional("L3"))],
});
