import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, equation, open, subject } from "../kit/item.ts";
import { builder, everyRow, hasMany, hasOne } from "./builder.ts";
import { SubsistenceKind, SubsistenceStatus } from "./enums.ts";
import { Household, Person } from "./foreign.ts";

export const SubsistenceFamily = builder.prismaObject("SubsistenceFamily", {
  ...dataset("社会救助", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    cardNumber: t.exposeString("cardNumber", conditional("L2")),
    people: t.exposeInt("people", conditional("L2")),
    insuredPeople: t.exposeInt("insuredPeople", conditional("L2")),
    kind: t.expose("kind", { type: SubsistenceKind, ...conditional("L2") }),
    status: t.expose("status", { type: SubsistenceStatus, ...conditional("L2") }),
    monthlyIncome: t.expose("monthlyIncome", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    // The standard times the people, less the family's income: it tells that.
    allowance: t.expose("allowance", {
      type: "Fen",
      ...equation(conditional("L4", "AMOUNT_BAND"), "SubsistenceFamily.monthlyIncome"),
    }),
    categories: t.exposeString("categories", conditional("L3")),
    reason: t.exposeString("reason", conditional("L3")),
    validFrom: t.expose("validFrom", { type: "Date", ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(SubsistenceFamily, {
  household: [Household, "householdId", "所在户", conditional("L2")],
  head: [Person, "headId", "户主", subject(conditional("L3"))],
});

const AllowancePayment = builder.prismaObject("AllowancePayment", {
  ...dataset("社会救助", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    month: t.expose("month", { type: "YearMonth", ...conditional("L3") }),
    base: t.expose("base", {
      type: "Fen",
      ...equation(conditional("L4", "AMOUNT_BAND"), "SubsistenceFamily.allowance"),
    }),
    supplement: t.expose("supplement", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    total: t.expose("total", {
      type: "Fen",
      ...equation(conditional("L4", "AMOUNT_BAND"), "AllowancePayment.base", "AllowancePayment.supplement"),
    }),
    paidOn: t.expose("paidOn", { type: "Date", ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(AllowancePayment, {
  family: [SubsistenceFamily, "familyId", "所属家庭", subject(conditional("L3"))],
});

export const EconomicCheck = builder.prismaObject("EconomicCheck", {
  ...dataset("社会救助", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    checkedOn: t.expose("checkedOn", { type: "Date", ...conditional("L2") }),
    vehicles: t.exposeInt("vehicles", conditional("L3")),
    houses: t.exposeInt("houses", conditional("L3")),
    businesses: t.exposeInt("businesses", conditional("L3")),
    deposits: t.expose("deposits", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(EconomicCheck, {
  household: [Household, "householdId", "被核对家庭", subject(conditional("L3"))],
});

export const SubsistenceStandard = builder.prismaObject("SubsistenceStandard", {
  ...dataset("社会救助", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: SubsistenceKind, ...open() }),
    monthlyAmount: t.expose("monthlyAmount", { type: "Fen", ...open() }),
    source: t.exposeString("source", open()),
    effectiveFrom: t.expose("effectiveFrom", { type: "Date", ...open() }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

/** Every standard of the city, some dozens of public rows; read once for a request. */
export const allSubsistenceStandards = everyRow(SubsistenceStandard);

hasMany(SubsistenceFamily, "id", {
  allowancePayments: [AllowancePayment, "familyId", "救助金发放", conditional("L2")],
});
