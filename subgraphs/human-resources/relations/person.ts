import { builder, type Context } from "../builder.ts";
import { Person } from "../entities/person.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { AttendanceMonth } from "../types/attendance-month.ts";
import { Employment } from "../types/employment.ts";
import { LabourContract } from "../types/labour-contract.ts";
import { PayrollLine } from "../types/payroll-line.ts";
import { PensionBenefit } from "../types/pension-benefit.ts";
import { PensionPayment } from "../types/pension-payment.ts";
import { RosterEntry } from "../types/roster-entry.ts";
import { SocialInsurance } from "../types/social-insurance.ts";
import { Talent } from "../types/talent.ts";

const socialInsurances = manyLoader(
  (keys: string[], context: Context) =>
    context.database.socialInsurance.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const pensionBenefits = manyLoader(
  (keys: string[], context: Context) =>
    context.database.pensionBenefit.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const pensionPayments = manyLoader(
  (keys: string[], context: Context) =>
    context.database.pensionPayment.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const employments = manyLoader(
  (keys: string[], context: Context) =>
    context.database.employment.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const labourContracts = manyLoader(
  (keys: string[], context: Context) =>
    context.database.labourContract.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const rosterEntries = manyLoader(
  (keys: string[], context: Context) =>
    context.database.rosterEntry.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const attendanceMonths = manyLoader(
  (keys: string[], context: Context) =>
    context.database.attendanceMonth.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const payrollLines = manyLoader(
  (keys: string[], context: Context) =>
    context.database.payrollLine.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

const talents = manyLoader(
  (keys: string[], context: Context) =>
    context.database.talent.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

builder.objectFields(Person, (t) => ({
  socialInsurances: t.field({
    type: [SocialInsurance],
    nullable: true,
    description: "社会保险参保",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => socialInsurances(context).load(id),
  }),
  pensionBenefits: t.field({
    type: [PensionBenefit],
    nullable: true,
    description: "养老待遇",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => pensionBenefits(context).load(id),
  }),
  pensionPayments: t.field({
    type: [PensionPayment],
    nullable: true,
    description: "养老待遇发放记录",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => pensionPayments(context).load(id),
  }),
  employments: t.field({
    type: [Employment],
    nullable: true,
    description: "就业登记",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => employments(context).load(id),
  }),
  labourContracts: t.field({
    type: [LabourContract],
    nullable: true,
    description: "劳动合同备案",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => labourContracts(context).load(id),
  }),
  rosterEntries: t.field({
    type: [RosterEntry],
    nullable: true,
    description: "实名制花名册",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => rosterEntries(context).load(id),
  }),
  attendanceMonths: t.field({
    type: [AttendanceMonth],
    nullable: true,
    description: "考勤月报",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => attendanceMonths(context).load(id),
  }),
  payrollLines: t.field({
    type: [PayrollLine],
    nullable: true,
    description: "工资表明细",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => payrollLines(context).load(id),
  }),
  talents: t.field({
    type: [Talent],
    nullable: true,
    description: "人才",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => talents(context).load(id),
  }),
}));
