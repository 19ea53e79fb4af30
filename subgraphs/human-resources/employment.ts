import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, hasOne } from "./builder.ts";
import { ContractKind, Degree, EmploymentKind } from "./enums.ts";
import { Enterprise, Person } from "./foreign.ts";

export const Employment = builder.prismaObject("Employment", {
  ...dataset("就业创业", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: EmploymentKind, ...conditional("L2") }),
    occupation: t.exposeString("occupation", conditional("L2")),
    startedOn: t.expose("startedOn", { type: "Date", ...conditional("L2") }),
    endedOn: t.expose("endedOn", { type: "Date", ...conditional("L2") }),
    registeredAsUnemployedOn: t.expose("registeredAsUnemployedOn", {
      type: "Date",
      ...conditional("L3"),
    }),
    monthlyWage: t.expose("monthlyWage", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Employment, {
  person: [Person, "personId", "就业人员", subject(conditional("L3"))],
  employer: [Enterprise, "employerCode", "用人单位", conditional("L2")],
});

export const LabourContract = builder.prismaObject("LabourContract", {
  ...dataset("就业创业", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    kind: t.expose("kind", { type: ContractKind, ...conditional("L2") }),
    signedOn: t.expose("signedOn", { type: "Date", ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", ...conditional("L2") }),
    monthlyWage: t.expose("monthlyWage", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    terminatedOn: t.expose("terminatedOn", { type: "Date", ...conditional("L2") }),
    terminationReason: t.exposeString("terminationReason", conditional("L3")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(LabourContract, {
  person: [Person, "personId", "劳动者", subject(conditional("L3"))],
  employer: [Enterprise, "employerCode", "用人单位", conditional("L2")],
});

export const Talent = builder.prismaObject("Talent", {
  ...dataset("就业创业", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    degree: t.expose("degree", { type: Degree, ...conditional("L2") }),
    major: t.exposeString("major", conditional("L2")),
    school: t.exposeString("school", conditional("L2")),
    graduatedOn: t.expose("graduatedOn", { type: "Date", ...conditional("L2") }),
    intention: t.exposeString("intention", conditional("L2")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Talent, {
  person: [Person, "personId", "人才本人", subject(conditional("L3"))],
});

export const Vacancy = builder.prismaObject("Vacancy", {
  ...dataset("就业创业", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    post: t.exposeString("post", open()),
    salaryFrom: t.expose("salaryFrom", { type: "Fen", ...open() }),
    salaryTo: t.expose("salaryTo", { type: "Fen", ...open() }),
    headcount: t.exposeInt("headcount", open()),
    degree: t.expose("degree", { type: Degree, ...open() }),
    postedOn: t.expose("postedOn", { type: "Date", ...open() }),
    validTo: t.expose("validTo", { type: "Date", ...open() }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Vacancy, {
  employer: [Enterprise, "employerCode", "用人单位", subject(open())],
});
