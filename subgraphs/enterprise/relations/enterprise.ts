import { builder } from "../builder.ts";
import { Enterprise, enterpriseByCreditCode } from "../types/enterprise.ts";
import { conditional, open } from "../../kit/item.ts";
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
import {
  abnormalListings,
  annualReports,
  electricityUses,
  licences,
  payouts,
  penalties,
  policyIntents,
  qualifications,
  shareholders,
  taxCredits,
} from "./firm-loaders.ts";

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
