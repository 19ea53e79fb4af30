import { builder, type Context } from "../builder.ts";
import { Enterprise, enterpriseByCreditCode } from "../types/enterprise.ts";
import { inScope } from "../../kit/context.ts";
import { conditional, open } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { AbnormalListing } from "../types/abnormal-listing.ts";
import { AnnualReport } from "../types/annual-report.ts";
import { ElectricityUse } from "../types/electricity-use.ts";
import { Licence } from "../types/licence.ts";
import { Payout } from "../types/payout.ts";
import { Penalty } from "../types/penalty.ts";
import { PolicyIntent } from "../types/policy-intent.ts";
import { Qualification } from "../types/qualification.ts";
import { Shareholder } from "../types/shareholder.ts";
import { TaxCredit } from "../types/tax-credit.ts";

const shareholders = manyLoader(
  (keys: string[], context: Context) =>
    context.database.shareholder.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

const licences = manyLoader(
  (keys: string[], context: Context) =>
    context.database.licence.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

const penalties = manyLoader(
  (keys: string[], context: Context) =>
    context.database.penalty.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

const abnormalListings = manyLoader(
  (keys: string[], context: Context) =>
    context.database.abnormalListing.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

const annualReports = manyLoader(
  (keys: string[], context: Context) =>
    context.database.annualReport.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

const electricityUses = manyLoader(
  (keys: string[], context: Context) =>
    context.database.electricityUse.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

const qualifications = manyLoader(
  (keys: string[], context: Context) =>
    context.database.qualification.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

const taxCredits = manyLoader(
  (keys: string[], context: Context) =>
    context.database.taxCredit.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

const payouts = manyLoader(
  (keys: string[], context: Context) =>
    context.database.payout.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

const policyIntents = manyLoader(
  (keys: string[], context: Context) =>
    context.database.policyIntent.findMany({
      where: { enterpriseCreditCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.enterpriseCreditCode,
);

builder.prismaObjectFields(Enterprise, (t) => ({
  shareholders: t.field({
    type: [Shareholder],
    nullable: true,
    description: "股东及出资",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => shareholders(context).load(creditCode),
  }),
  licences: t.field({
    type: [Licence],
    nullable: true,
    description: "行政许可",
    ...open(),
    resolve: ({ creditCode }, _, context) => licences(context).load(creditCode),
  }),
  penalties: t.field({
    type: [Penalty],
    nullable: true,
    description: "行政处罚",
    ...open(),
    resolve: ({ creditCode }, _, context) => penalties(context).load(creditCode),
  }),
  abnormalListings: t.field({
    type: [AbnormalListing],
    nullable: true,
    description: "经营异常名录",
    ...open(),
    resolve: ({ creditCode }, _, context) => abnormalListings(context).load(creditCode),
  }),
  annualReports: t.field({
    type: [AnnualReport],
    nullable: true,
    description: "年度报告",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => annualReports(context).load(creditCode),
  }),
  electricityUses: t.field({
    type: [ElectricityUse],
    nullable: true,
    description: "季度用电",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => electricityUses(context).load(creditCode),
  }),
  qualifications: t.field({
    type: [Qualification],
    nullable: true,
    description: "资质荣誉",
    ...open(),
    resolve: ({ creditCode }, _, context) => qualifications(context).load(creditCode),
  }),
  taxCredits: t.field({
    type: [TaxCredit],
    nullable: true,
    description: "纳税信用与欠税",
    ...conditional("L2"),
    resolve: ({ creditCode }, _, context) => taxCredits(context).load(creditCode),
  }),
  payouts: t.field({
    type: [Payout],
    nullable: true,
    description: "政策兑现记录",
    ...open(),
    resolve: ({ creditCode }, _, context) => payouts(context).load(creditCode),
  }),
  policyIntents: t.field({
    type: [PolicyIntent],
    nullable: true,
    description: "政策意愿确认",
    ...open(),
    resolve: ({ creditCode }, _, context) => policyIntents(context).load(creditCode),
  }),
}));
builder.prismaObjectFields(Shareholder, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
builder.prismaObjectFields(Licence, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
builder.prismaObjectFields(Penalty, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
builder.prismaObjectFields(AbnormalListing, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
builder.prismaObjectFields(AnnualReport, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
builder.prismaObjectFields(ElectricityUse, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
builder.prismaObjectFields(Qualification, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
builder.prismaObjectFields(TaxCredit, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
builder.prismaObjectFields(Payout, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
builder.prismaObjectFields(PolicyIntent, (t) => ({
  enterprise: t.field({
    type: Enterprise,
    nullable: true,
    description: "企业",
    ...open(),
    resolve: ({ enterpriseCreditCode }, _, context) => enterpriseByCreditCode(context).load(enterpriseCreditCode),
  }),
}));
