import { conditional, open } from "../kit/item.ts";
import { hasMany } from "./builder.ts";
import {
  AbnormalListing,
  AnnualReport,
  ElectricityUse,
  Licence,
  Penalty,
  Qualification,
  TaxCredit,
} from "./firm-records.ts";
import { Enterprise, Shareholder, SoleTrader } from "./firms.ts";
import { Person } from "./foreign.ts";
import { Payout, PolicyIntent } from "./policy.ts";

hasMany(Enterprise, "creditCode", {
  shareholders: [Shareholder, "enterpriseCreditCode", "股东及出资", conditional("L2")],
  licences: [Licence, "enterpriseCreditCode", "行政许可", open()],
  penalties: [Penalty, "enterpriseCreditCode", "行政处罚", open()],
  abnormalListings: [AbnormalListing, "enterpriseCreditCode", "经营异常名录", open()],
  annualReports: [AnnualReport, "enterpriseCreditCode", "年度报告", conditional("L2")],
  electricityUses: [ElectricityUse, "enterpriseCreditCode", "季度用电", conditional("L2")],
  qualifications: [Qualification, "enterpriseCreditCode", "资质荣誉", open()],
  taxCredits: [TaxCredit, "enterpriseCreditCode", "纳税信用与欠税", conditional("L2")],
  payouts: [Payout, "enterpriseCreditCode", "政策兑现记录", open()],
  policyIntents: [PolicyIntent, "enterpriseCreditCode", "政策意愿确认", open()],
});

hasMany(Person, "id", {
  representedEnterprises: [Enterprise, "legalRepresentativeId", "担任法定代表人的企业", conditional("L2")],
  soleTraders: [SoleTrader, "operatorId", "经营的个体工商户", conditional("L2")],
  shareholdings: [Shareholder, "personId", "持有的企业股权", conditional("L2")],
});
