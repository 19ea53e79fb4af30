import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, hasOne } from "./builder.ts";
import { DepositForm } from "./enums.ts";
import { ConstructionProject, Enterprise, Person } from "./foreign.ts";

export const WageAccount = builder.prismaObject("WageAccount", {
  ...dataset("工资支付", "DAILY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    bank: t.exposeString("bank", conditional("L2")),
    account: t.exposeString("account", conditional("L4", "BANK_CARD")),
    openedOn: t.expose("openedOn", { type: "Date", ...conditional("L2") }),
    contractAmount: t.expose("contractAmount", { type: "Fen", ...conditional("L2") }),
    labourRatio: t.exposeFloat("labourRatio", conditional("L2")),
    lastTransferOn: t.expose("lastTransferOn", { type: "Date", ...conditional("L2") }),
    lastTransferAmount: t.expose("lastTransferAmount", { type: "Fen", ...conditional("L2") }),
    balance: t.expose("balance", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    publicisedOn: t.expose("publicisedOn", { type: "Date", ...conditional("L2") }),
    closedOn: t.expose("closedOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(WageAccount, {
  project: [ConstructionProject, "projectCode", "工程项目", open()],
  contractor: [Enterprise, "contractorCode", "施工总承包单位", subject(conditional("L2"))],
});

export const WageDeposit = builder.prismaObject("WageDeposit", {
  ...dataset("工资支付", "DAILY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    form: t.expose("form", { type: DepositForm, ...conditional("L2") }),
    amount: t.expose("amount", { type: "Fen", ...conditional("L2") }),
    requiredAmount: t.expose("requiredAmount", { type: "Fen", ...conditional("L2") }),
    institution: t.exposeString("institution", conditional("L2")),
    validTo: t.expose("validTo", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(WageDeposit, {
  project: [ConstructionProject, "projectCode", "工程项目", open()],
  contractor: [Enterprise, "contractorCode", "缴存单位", subject(conditional("L2"))],
});

export const RosterEntry = builder.prismaObject("RosterEntry", {
  ...dataset("工资支付", "DAILY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    team: t.exposeString("team", conditional("L2")),
    trade: t.exposeString("trade", conditional("L2")),
    enteredOn: t.expose("enteredOn", { type: "Date", ...conditional("L2") }),
    leftOn: t.expose("leftOn", { type: "Date", ...conditional("L2") }),
    settledOn: t.expose("settledOn", { type: "Date", ...conditional("L2") }),
    payDay: t.exposeInt("payDay", conditional("L2")),
    paysInSameMonth: t.exposeBoolean("paysInSameMonth", conditional("L2")),
    hasContract: t.exposeBoolean("hasContract", conditional("L2")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(RosterEntry, {
  project: [ConstructionProject, "projectCode", "工程项目", open()],
  person: [Person, "personId", "工人", subject(conditional("L3"))],
  employer: [Enterprise, "employerCode", "用工单位", conditional("L2")],
});

export const AttendanceMonth = builder.prismaObject("AttendanceMonth", {
  ...dataset("工资支付", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    team: t.exposeString("team", conditional("L2")),
    month: t.expose("month", { type: "YearMonth", ...conditional("L2") }),
    days: t.exposeInt("days", conditional("L3")),
    leaveDays: t.exposeInt("leaveDays", conditional("L3")),
    paidLeaveDays: t.exposeInt("paidLeaveDays", conditional("L3")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(AttendanceMonth, {
  project: [ConstructionProject, "projectCode", "工程项目", open()],
  person: [Person, "personId", "工人", subject(conditional("L3"))],
});
