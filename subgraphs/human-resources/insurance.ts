import { dataset, inDataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, reveals, subject } from "../kit/item.ts";
import { oneLoader } from "../kit/rows/loaders.ts";
import { readWith } from "../kit/rows/read-rows.ts";
import { builder, hasOne, rowsOf } from "./builder.ts";
import { InsuranceStatus, InsuranceType, MedicalInsuranceType } from "./enums.ts";
import { Enterprise, Person } from "./foreign.ts";

export const SocialInsurance = builder.prismaObject("SocialInsurance", {
  ...dataset("社会保障", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    insuranceType: t.expose("insuranceType", { type: InsuranceType, ...conditional("L2") }),
    status: t.expose("status", { type: InsuranceStatus, ...conditional("L2") }),
    contributionBase: t.expose("contributionBase", {
      type: "Fen",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    paidMonths: t.exposeInt("paidMonths", conditional("L3")),
    firstPaidMonth: t.expose("firstPaidMonth", { type: "YearMonth", ...conditional("L3") }),
    lastPaidMonth: t.expose("lastPaidMonth", { type: "YearMonth", ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(SocialInsurance, {
  person: [Person, "personId", "参保人", subject(conditional("L3"))],
  employer: [Enterprise, "employerCode", "参保单位", conditional("L2")],
});

/** 基本医疗保险与生育保险: the data of 医保, which this system carries. */
export const MedicalInsurance = builder.prismaObject("MedicalInsurance", {
  ...dataset("医疗保障", "MONTHLY", "healthcare-security"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    insuranceType: t.expose("insuranceType", { type: MedicalInsuranceType, ...conditional("L2") }),
    status: t.expose("status", { type: InsuranceStatus, ...conditional("L2") }),
    contributionBase: t.expose("contributionBase", {
      type: "Fen",
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    paidMonths: t.exposeInt("paidMonths", conditional("L3")),
    firstPaidMonth: t.expose("firstPaidMonth", { type: "YearMonth", ...conditional("L3") }),
    lastPaidMonth: t.expose("lastPaidMonth", { type: "YearMonth", ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(MedicalInsurance, {
  person: [Person, "personId", "参保人", subject(conditional("L3"))],
  employer: [Enterprise, "employerCode", "参保单位", conditional("L2")],
});

export const EmployerYear = builder.prismaObject("EmployerYear", {
  ...dataset("就业创业", "YEARLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    year: t.exposeInt("year", open()),
    insuredAverage: t.exposeInt("insuredAverage", conditional("L2")),
    insuredAtYearEnd: t.exposeInt("insuredAtYearEnd", conditional("L2")),
    laidOff: t.exposeInt("laidOff", conditional("L2")),
    unemploymentPaidMonths: t.exposeInt("unemploymentPaidMonths", conditional("L2")),
    unemploymentContribution: t.expose("unemploymentContribution", {
      type: "Fen",
      ...inDataset(conditional("L3", "AMOUNT_BAND"), "社会保险费征缴", "MONTHLY", "taxation"),
    }),
    graduateHires: t.exposeInt("graduateHires", conditional("L2")),
    newHires: t.exposeInt("newHires", conditional("L2")),
    noWageArrears: t.exposeBoolean("noWageArrears", conditional("L2")),
    noInsuranceArrears: t.exposeBoolean(
      "noInsuranceArrears",
      inDataset(conditional("L2"), "社会保险费征缴", "MONTHLY", "taxation"),
    ),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(EmployerYear, {
  employer: [Enterprise, "employerCode", "单位", subject(conditional("L2"))],
});

/** The years of a firm within the request's scope, which `Enterprise.employerYears` reads as well. */
const yearsOf = rowsOf(EmployerYear, "employerCode");

builder.objectField(Enterprise, "employerYear", (t) =>
  t.field({
    type: EmployerYear,
    description: "某一年度的参保与裁员情况",
    ...conditional("L2"),
    args: { year: t.arg.int({ required: true, description: "年度", ...reveals("EmployerYear.year") }) },
    resolve: async ({ creditCode }, { year }, context) =>
      (await yearsOf(context).load(creditCode)).find((row) => row.year === year) ?? null,
  }),
);

/** Headcounts, counted by the database. The caller's row scope does not cut them: a part of a headcount is a wrong one. */
const insuredCounts = oneLoader<unknown, string, { readonly employerCode: string; readonly count: number }>(
  readWith(`
    select employer_code as "employerCode", count(*)::int as count from social_insurance
    where employer_code = any($1::text[]) and insurance_type = 'PENSION' and status = 'ACTIVE' group by employer_code`),
  (row) => row.employerCode,
);

builder.objectField(Enterprise, "insuredCount", (t) =>
  t.int({
    description: "正常参加职工养老保险的人数",
    ...inDataset(conditional("L2"), "社会保障", "MONTHLY"),
    resolve: async ({ creditCode }, _, context) => (await insuredCounts(context).load(creditCode))?.count ?? 0,
  }),
);
