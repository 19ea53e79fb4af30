import { builder, type Context } from "../builder.ts";
import { LifeStatus, PayStatus, PensionType } from "../enums.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import { oneLoader } from "../../kit/loaders.ts";

export const PensionBenefit = builder.prismaObject("PensionBenefit", {
  ...dataset("社会保障", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "领取人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    benefitType: t.expose("benefitType", { type: PensionType, nullable: true, ...conditional("L2") }),
    retiredOn: t.expose("retiredOn", { type: "Date", nullable: true, ...conditional("L3", "DATE_YEAR") }),
    payStatus: t.expose("payStatus", { type: PayStatus, nullable: true, ...conditional("L3") }),
    lifeStatus: t.expose("lifeStatus", { type: LifeStatus, nullable: true, ...conditional("L3") }),
    monthlyAmount: t.expose("monthlyAmount", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    bank: t.exposeString("bank", { nullable: true, ...conditional("L3") }),
    account: t.exposeString("account", { nullable: true, ...conditional("L4", "BANK_CARD") }),
    lastVerifiedOn: t.expose("lastVerifiedOn", { type: "Date", nullable: true, ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});

/** One pensionBenefit by id; the guard decides what of it may leave. */
export const pensionBenefitById = oneLoader(
  (keys: number[], context: Context) => context.database.pensionBenefit.findMany({ where: { id: { in: keys } } }),
  (row) => row.id,
);
