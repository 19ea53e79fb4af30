import { builder, type Context } from "../builder.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { inScope } from "../../kit/context.ts";
import { conditional, open } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { ArrearsClue } from "../types/arrears-clue.ts";
import { EmployerYear } from "../types/employer-year.ts";
import { Employment } from "../types/employment.ts";
import { LabourContract } from "../types/labour-contract.ts";
import { Payroll } from "../types/payroll.ts";
import { RosterEntry } from "../types/roster-entry.ts";
import { SocialInsurance } from "../types/social-insurance.ts";
import { Vacancy } from "../types/vacancy.ts";
import { WageAccount } from "../types/wage-account.ts";
import { WageDeposit } from "../types/wage-deposit.ts";

const socialInsurances = manyLoader(
  (keys: string[], context: Context) =>
    context.database.socialInsurance.findMany({
      where: { employerCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.employerCode,
);

const employments = manyLoader(
  (keys: string[], context: Context) =>
    context.database.employment.findMany({
      where: { employerCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.employerCode,
);

const labourContracts = manyLoader(
  (keys: string[], context: Context) =>
    context.database.labourContract.findMany({
      where: { employerCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.employerCode,
);

const wageAccounts = manyLoader(
  (keys: string[], context: Context) =>
    context.database.wageAccount.findMany({
      where: { contractorCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.contractorCode,
);

const wageDeposits = manyLoader(
  (keys: string[], context: Context) =>
    context.database.wageDeposit.findMany({
      where: { contractorCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.contractorCode,
);

const rosterEntries = manyLoader(
  (keys: string[], context: Context) =>
    context.database.rosterEntry.findMany({
      where: { employerCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.employerCode,
);

const payrolls = manyLoader(
  (keys: string[], context: Context) =>
    context.database.payroll.findMany({
      where: { contractorCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.contractorCode,
);

const arrearsClues = manyLoader(
  (keys: string[], context: Context) =>
    context.database.arrearsClue.findMany({
      where: { employerCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.employerCode,
);

const employerYears = manyLoader(
  (keys: string[], context: Context) =>
    context.database.employerYear.findMany({
      where: { employerCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.employerCode,
);

const vacancies = manyLoader(
  (keys: string[], context: Context) =>
    context.database.vacancy.findMany({
      where: { employerCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.employerCode,
);

builder.objectFields(Enterprise, (t) => ({
  socialInsurances: t.field({
    type: [SocialInsurance],
    nullable: true,
    description: "社会保险参保",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => socialInsurances(context).load(creditCode),
  }),
  employments: t.field({
    type: [Employment],
    nullable: true,
    description: "就业登记",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => employments(context).load(creditCode),
  }),
  labourContracts: t.field({
    type: [LabourContract],
    nullable: true,
    description: "劳动合同备案",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => labourContracts(context).load(creditCode),
  }),
  wageAccounts: t.field({
    type: [WageAccount],
    nullable: true,
    description: "农民工工资专用账户",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => wageAccounts(context).load(creditCode),
  }),
  wageDeposits: t.field({
    type: [WageDeposit],
    nullable: true,
    description: "工资保证金",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => wageDeposits(context).load(creditCode),
  }),
  rosterEntries: t.field({
    type: [RosterEntry],
    nullable: true,
    description: "实名制花名册",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => rosterEntries(context).load(creditCode),
  }),
  payrolls: t.field({
    type: [Payroll],
    nullable: true,
    description: "工资表",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => payrolls(context).load(creditCode),
  }),
  arrearsClues: t.field({
    type: [ArrearsClue],
    nullable: true,
    description: "欠薪线索",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => arrearsClues(context).load(creditCode),
  }),
  employerYears: t.field({
    type: [EmployerYear],
    nullable: true,
    description: "单位年度参保与裁员情况",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => employerYears(context).load(creditCode),
  }),
  vacancies: t.field({
    type: [Vacancy],
    nullable: true,
    description: "岗位",
    ...open(),
    resolve: ({ creditCode }, _, context) => vacancies(context).load(creditCode),
  }),
}));
