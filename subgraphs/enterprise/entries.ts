import { conditional, open } from "../kit/item.ts";
import { equal } from "../kit/rows/filters.ts";
import { all, hasMany, list, one } from "./builder.ts";
import { EnterpriseScale, RegistrationStatus } from "./enums.ts";
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
import { Payout, Policy, PolicyIntent } from "./policy.ts";

// Entries into this department's records: from other departments' types, and lists by division.

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

one("enterprise", Enterprise, "按统一社会信用代码查一家企业", open(), {
  creditCode: equal("creditCode", "CreditCode", "统一社会信用代码"),
});
list("enterprises", Enterprise, "企业（按区划、登记状态与规模）", open(), {
  status: equal("status", RegistrationStatus, "登记状态"),
  scale: equal("scale", EnterpriseScale, "企业规模"),
});
list("payouts", Payout, "政策兑现记录（按区划与年度）", open(), {
  year: equal("year", "Int", "年度"),
});
all("policies", Policy, "惠企政策", open());
one("policy", Policy, "按代码查一项惠企政策", open(), { code: equal("code", "ID", "政策代码") });
list("soleTraders", SoleTrader, "个体工商户（按区划与登记状态）", open(), {
  status: equal("status", RegistrationStatus, "登记状态"),
});
