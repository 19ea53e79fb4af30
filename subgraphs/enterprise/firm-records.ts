import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, hasOne } from "./builder.ts";
import { LicenceKind, QualificationKind, TaxGrade } from "./enums.ts";
import { Enterprise } from "./firms.ts";

export const Licence = builder.prismaObject("Licence", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: LicenceKind, ...open() }),
    number: t.exposeString("number", open()),
    authority: t.exposeString("authority", open()),
    issuedOn: t.expose("issuedOn", { type: "Date", ...open() }),
    validTo: t.expose("validTo", { type: "Date", ...open() }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Licence, {
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", open()],
});

export const Penalty = builder.prismaObject("Penalty", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    decidedOn: t.expose("decidedOn", { type: "Date", ...open() }),
    authority: t.exposeString("authority", open()),
    reason: t.exposeString("reason", open()),
    amount: t.expose("amount", { type: "Fen", ...open() }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Penalty, {
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", open()],
});

export const AbnormalListing = builder.prismaObject("AbnormalListing", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    listedOn: t.expose("listedOn", { type: "Date", ...open() }),
    reason: t.exposeString("reason", open()),
    removedOn: t.expose("removedOn", { type: "Date", ...open() }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(AbnormalListing, {
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", open()],
});

export const Qualification = builder.prismaObject("Qualification", {
  ...dataset("企业资质", "ON_CHANGE", "industry-information"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: QualificationKind, ...open() }),
    recognition: t.exposeInt("recognition", open()),
    validFrom: t.expose("validFrom", { type: "Date", ...open() }),
    validTo: t.expose("validTo", { type: "Date", ...open() }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Qualification, {
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", open()],
});

export const AnnualReport = builder.prismaObject("AnnualReport", {
  ...dataset("市场主体", "YEARLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    year: t.exposeInt("year", open()),
    revenue: t.expose("revenue", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    profit: t.expose("profit", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    tax: t.expose("tax", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    assets: t.expose("assets", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    rdExpense: t.expose("rdExpense", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    equipmentInvestment: t.expose("equipmentInvestment", {
      type: "Fen",
      ...conditional("L3", "AMOUNT_BAND"),
    }),
    averageInsured: t.exposeInt("averageInsured", conditional("L2")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(AnnualReport, {
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", subject(open())],
});

export const ElectricityUse = builder.prismaObject("ElectricityUse", {
  ...dataset("用电", "QUARTERLY", "power-supply"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    year: t.exposeInt("year", open()),
    quarter: t.exposeInt("quarter", open()),
    kilowattHours: t.exposeInt("kilowattHours", conditional("L3")),
    peakMonthKilowattHours: t.exposeInt("peakMonthKilowattHours", conditional("L3")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(ElectricityUse, {
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", subject(open())],
});

export const TaxCredit = builder.prismaObject("TaxCredit", {
  ...dataset("纳税信用", "YEARLY", "taxation"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    year: t.exposeInt("year", open()),
    grade: t.expose("grade", { type: TaxGrade, ...conditional("L2") }),
    arrears: t.expose("arrears", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(TaxCredit, {
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", subject(open())],
});
