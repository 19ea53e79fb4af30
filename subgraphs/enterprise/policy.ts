import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, equation, open, subject } from "../kit/item.ts";
import { builder, everyRow, hasMany, hasOne } from "./builder.ts";
import { PolicyMode, Stacking } from "./enums.ts";
import { Enterprise } from "./firms.ts";
import { AMOUNT_BASES } from "./policies/figures.ts";

/**
 * A policy as its department published it. Without a conclusion of the review the field is empty, and says nothing in its place.
 * @law 公平竞争审查条例第十八条 [T] 每项惠企政策载明公平竞争审查结论；没有记录的如实为空
 */
export const Policy = builder.prismaObject("Policy", {
  ...dataset("惠企政策", "ON_CHANGE", "industry-information"),
  fields: (t) => ({
    code: t.exposeID("code", { nullable: false, ...open() }),
    title: t.exposeString("title", open()),
    documentNumber: t.exposeString("documentNumber", open()),
    department: t.exposeString("department", open()),
    summary: t.exposeString("summary", open()),
    mode: t.expose("mode", { type: PolicyMode, ...open() }),
    stacking: t.expose("stacking", { type: Stacking, ...open() }),
    conditions: t.expose("conditions", { type: "JSON", ...open() }),
    tiers: t.expose("tiers", { type: "JSON", ...open() }),
    funding: t.exposeString("funding", open()),
    validFrom: t.expose("validFrom", { type: "Date", ...open() }),
    validTo: t.expose("validTo", { type: "Date", ...open() }),
    fairCompetitionReview: t.exposeString("fairCompetitionReview", open()),
  }),
});

/** Every policy, in the order of their codes; read once for a request. */
export const allPolicies = everyRow(Policy);

export const Payout = builder.prismaObject("Payout", {
  ...dataset("惠企政策", "ON_CHANGE", "industry-information"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    year: t.exposeInt("year", open()),
    amount: t.expose("amount", { type: "Fen", ...open() }),
    paidOn: t.expose("paidOn", { type: "Date", ...open() }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(Payout, {
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", open()],
  policy: [Policy, "policyCode", "政策", open()],
});

export const PolicyIntent = builder.prismaObject("PolicyIntent", {
  ...dataset("惠企政策", "ON_CHANGE", "industry-information"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    confirmedAt: t.expose("confirmedAt", { type: "DateTime", ...conditional("L2") }),
    amount: t.expose("amount", {
      type: "Fen",
      ...equation(conditional("L3", "AMOUNT_BAND"), ...AMOUNT_BASES.values()),
    }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(PolicyIntent, {
  enterprise: [Enterprise, "enterpriseCreditCode", "企业", subject(open())],
  policy: [Policy, "policyCode", "政策", open()],
});

hasMany(Policy, "code", {
  payouts: [Payout, "policyCode", "政策兑现记录", open()],
  policyIntents: [PolicyIntent, "policyCode", "政策意愿确认", open()],
});
