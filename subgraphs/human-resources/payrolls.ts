import { dataset } from "../kit/dataset.ts";
import { told } from "../kit/event.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, hasMany, hasOne } from "./builder.ts";
import { ClueChannel, ClueStatus, PayrollStatus } from "./enums.ts";
import { ConstructionProject, Enterprise, Person } from "./foreign.ts";

export const Payroll = builder.prismaObject("Payroll", {
  ...dataset("工资支付", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    team: t.exposeString("team", conditional("L2")),
    month: t.expose("month", { type: "YearMonth", ...conditional("L2") }),
    status: t.expose("status", { type: PayrollStatus, ...conditional("L2") }),
    isBackPay: t.exposeBoolean("isBackPay", conditional("L2")),
    viaSpecialAccount: t.exposeBoolean("viaSpecialAccount", conditional("L2")),
    bank: t.exposeString("bank", conditional("L2")),
    dueTotal: t.expose("dueTotal", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    paidTotal: t.expose("paidTotal", { type: "Fen", ...conditional("L3", "AMOUNT_BAND") }),
    preparedOn: t.expose("preparedOn", { type: "Date", ...conditional("L2") }),
    paidOn: t.expose("paidOn", { type: "Date", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Payroll, {
  project: [ConstructionProject, "projectCode", "工程项目", open()],
  contractor: [Enterprise, "contractorCode", "编制单位", subject(conditional("L2"))],
});

export const PayrollLine = builder.prismaObject("PayrollLine", {
  ...dataset("工资支付", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    month: t.expose("month", { type: "YearMonth", ...conditional("L2") }),
    days: t.exposeInt("days", conditional("L3")),
    hours: t.exposeInt("hours", conditional("L3")),
    dueAmount: t.expose("dueAmount", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    paidAmount: t.expose("paidAmount", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    isBackPay: t.exposeBoolean("isBackPay", conditional("L2")),
    paidOn: t.expose("paidOn", { type: "Date", ...conditional("L3") }),
    account: t.exposeString("account", conditional("L4", "BANK_CARD")),
    signed: t.exposeBoolean("signed", conditional("L3")),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(PayrollLine, {
  project: [ConstructionProject, "projectCode", "工程项目", open()],
  person: [Person, "personId", "工人", subject(conditional("L3"))],
  payroll: [Payroll, "payrollId", "所属工资表", conditional("L2")],
});

export const ArrearsClue = builder.prismaObject("ArrearsClue", {
  ...dataset("工资支付", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    channel: t.expose("channel", { type: ClueChannel, ...conditional("L2") }),
    receivedAt: t.expose("receivedAt", { type: "DateTime", ...conditional("L2") }),
    workers: t.exposeInt("workers", conditional("L2")),
    amount: t.expose("amount", { type: "Fen", ...conditional("L2") }),
    reporterPhone: t.exposeString("reporterPhone", conditional("L3", "PHONE")),
    summary: t.exposeString("summary", conditional("L3")),
    status: t.expose("status", {
      type: ClueStatus,
      ...told(conditional("L2"), { name: "clueChanged", entry: "arrearsClue", argument: "id" }),
    }),
    closedAt: t.expose("closedAt", { type: "DateTime", ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(ArrearsClue, {
  project: [ConstructionProject, "projectCode", "工程项目", conditional("L2")],
  employer: [Enterprise, "employerCode", "被反映单位", subject(conditional("L2"))],
});

export const WageThreshold = builder.prismaObject("WageThreshold", {
  ...dataset("工资支付", "ON_CHANGE"),
  fields: (t) => ({
    code: t.exposeID("code", { nullable: false, ...open() }),
    value: t.exposeFloat("value", open()),
    unit: t.exposeString("unit", open()),
    source: t.exposeString("source", open()),
    effectiveFrom: t.expose("effectiveFrom", { type: "Date", ...open() }),
  }),
});

hasMany(Payroll, "id", {
  payrollLines: [PayrollLine, "payrollId", "工资表明细", conditional("L2")],
});
