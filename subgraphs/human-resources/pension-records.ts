import { dataset } from "../kit/dataset.ts";
import { conditional, divisionField, open, subject } from "../kit/item.ts";
import { builder, hasMany, hasOne } from "./builder.ts";
import { LifeStatus, PayStatus, PensionType } from "./enums.ts";
import { Person } from "./foreign.ts";

export const PensionBenefit = builder.prismaObject("PensionBenefit", {
  ...dataset("社会保障", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    benefitType: t.expose("benefitType", { type: PensionType, ...conditional("L2") }),
    retiredOn: t.expose("retiredOn", { type: "Date", ...conditional("L3", "DATE_YEAR") }),
    payStatus: t.expose("payStatus", { type: PayStatus, ...conditional("L3") }),
    lifeStatus: t.expose("lifeStatus", { type: LifeStatus, ...conditional("L3") }),
    monthlyAmount: t.expose("monthlyAmount", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    bank: t.exposeString("bank", conditional("L3")),
    account: t.exposeString("account", conditional("L4", "BANK_CARD")),
    lastVerifiedOn: t.expose("lastVerifiedOn", { type: "Date", ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(PensionBenefit, {
  person: [Person, "personId", "领取人", subject(conditional("L3"))],
});

export const PensionPayment = builder.prismaObject("PensionPayment", {
  ...dataset("社会保障", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    payMonth: t.expose("payMonth", { type: "YearMonth", ...conditional("L3") }),
    dueAmount: t.expose("dueAmount", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    paidAmount: t.expose("paidAmount", { type: "Fen", ...conditional("L4", "AMOUNT_BAND") }),
    paidOn: t.expose("paidOn", { type: "Date", ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", divisionField()),
  }),
});

hasOne(PensionPayment, {
  person: [Person, "personId", "领取人", subject(conditional("L3"))],
  benefit: [PensionBenefit, "benefitId", "所属待遇", conditional("L3")],
});

hasMany(PensionBenefit, "id", {
  pensionPayments: [PensionPayment, "benefitId", "养老待遇发放记录", conditional("L2")],
});
