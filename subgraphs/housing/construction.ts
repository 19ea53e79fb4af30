import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, entity, hasMany, hasOne } from "./builder.ts";
import { AttendanceChannel, ParticipantRole, ProjectCategory, ProjectStatus } from "./enums.ts";
import { Enterprise, Person } from "./foreign.ts";

export const ConstructionProject = builder.prismaObject("ConstructionProject", {
  ...dataset("工程建设", "ON_CHANGE"),
  fields: (t) => ({
    code: t.exposeID("code", { nullable: false, ...open() }),
    name: t.exposeString("name", open()),
    category: t.expose("category", { type: ProjectCategory, ...open() }),
    ownerUnit: t.exposeString("ownerUnit", open()),
    investment: t.expose("investment", { type: "Fen", ...open() }),
    contractAmount: t.expose("contractAmount", { type: "Fen", ...open() }),
    area: t.exposeFloat("area", open()),
    startedOn: t.expose("startedOn", { type: "Date", ...open() }),
    plannedCompletionOn: t.expose("plannedCompletionOn", { type: "Date", ...open() }),
    completedOn: t.expose("completedOn", { type: "Date", ...open() }),
    status: t.expose("status", { type: ProjectStatus, ...open() }),
    address: t.exposeString("address", open()),
    contactName: t.exposeString("contactName", conditional("L3", "NAME")),
    contactPhone: t.exposeString("contactPhone", conditional("L3", "PHONE")),
    gridCode: t.exposeString("gridCode", divisionField()),
    divisionCode: t.exposeString("divisionCode", open()),
  }),
});

hasOne(ConstructionProject, {
  generalContractor: [Enterprise, "generalContractorCode", "施工总承包单位", open()],
});

entity(ConstructionProject);

export const ConstructionPermit = builder.prismaObject("ConstructionPermit", {
  ...dataset("工程建设", "ON_CHANGE"),
  fields: (t) => ({
    number: t.exposeID("number", { nullable: false, ...open() }),
    contractPrice: t.expose("contractPrice", { type: "Fen", ...open() }),
    area: t.exposeFloat("area", open()),
    issuedOn: t.expose("issuedOn", { type: "Date", ...open() }),
    contractSignedOn: t.expose("contractSignedOn", { type: "Date", ...open() }),
    paymentGuarantee: t.exposeBoolean("paymentGuarantee", open()),
    labourCycleDays: t.exposeInt("labourCycleDays", open()),
    projectManager: t.exposeString("projectManager", conditional("L2", "NAME")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(ConstructionPermit, {
  contractor: [Enterprise, "contractorCode", "施工单位", open()],
  supervisor: [Enterprise, "supervisorCode", "监理单位", open()],
  project: [ConstructionProject, "projectCode", "工程项目", open()],
});

export const ProjectParticipant = builder.prismaObject("ProjectParticipant", {
  ...dataset("工程建设", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    role: t.expose("role", { type: ParticipantRole, ...open() }),
    enteredOn: t.expose("enteredOn", { type: "Date", ...open() }),
    leftOn: t.expose("leftOn", { type: "Date", ...open() }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(ProjectParticipant, {
  firm: [Enterprise, "firmCode", "参建单位", subject(open())],
  project: [ConstructionProject, "projectCode", "工程项目", open()],
});

export const ProjectWorker = builder.prismaObject("ProjectWorker", {
  ...dataset("工程建设", "DAILY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    team: t.exposeString("team", conditional("L2")),
    trade: t.exposeString("trade", conditional("L2")),
    enteredOn: t.expose("enteredOn", { type: "Date", ...conditional("L2") }),
    leftOn: t.expose("leftOn", { type: "Date", ...conditional("L2") }),
    hasContract: t.exposeBoolean("hasContract", conditional("L2")),
    hasInsurance: t.exposeBoolean("hasInsurance", conditional("L2")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(ProjectWorker, {
  firm: [Enterprise, "firmCode", "用工单位", conditional("L2")],
  person: [Person, "personId", "工人", subject(conditional("L3"))],
  project: [ConstructionProject, "projectCode", "工程项目", open()],
});

export const Attendance = builder.prismaObject("Attendance", {
  ...dataset("工程建设", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    day: t.expose("day", { type: "Date", ...conditional("L3") }),
    enteredAt: t.expose("enteredAt", { type: "DateTime", ...conditional("L3") }),
    leftAt: t.expose("leftAt", { type: "DateTime", ...conditional("L3") }),
    channel: t.expose("channel", { type: AttendanceChannel, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Attendance, {
  person: [Person, "personId", "工人", subject(conditional("L3"))],
  project: [ConstructionProject, "projectCode", "工程项目", open()],
});

hasMany(ConstructionProject, "code", {
  constructionPermits: [ConstructionPermit, "projectCode", "施工许可", open()],
  participants: [ProjectParticipant, "projectCode", "参建单位", open()],
  workers: [ProjectWorker, "projectCode", "项目工人", conditional("L2")],
  attendances: [Attendance, "projectCode", "近七日现场考勤", conditional("L2")],
});
