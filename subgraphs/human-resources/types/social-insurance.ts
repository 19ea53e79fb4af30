import { builder } from "../builder.ts";
import { InsuranceStatus, InsuranceType } from "../enums.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const SocialInsurance = builder.prismaObject("SocialInsurance", {
  ...dataset("社会保障", "MONTHLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "参保人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    insuranceType: t.expose("insuranceType", { type: InsuranceType, nullable: true, ...conditional("L2") }),
    status: t.expose("status", { type: InsuranceStatus, nullable: true, ...conditional("L2") }),
    employer: t.field({
      type: Enterprise,
      nullable: true,
      description: "参保单位",
      ...conditional("L2"),
      resolve: ({ employerCode }) => (employerCode === null ? null : { creditCode: employerCode }),
    }),
    contributionBase: t.expose("contributionBase", {
      type: "Fen",
      nullable: true,
      ...conditional("L4", "AMOUNT_BAND"),
    }),
    paidMonths: t.exposeInt("paidMonths", { nullable: true, ...conditional("L3") }),
    firstPaidMonth: t.expose("firstPaidMonth", { type: "YearMonth", nullable: true, ...conditional("L3") }),
    lastPaidMonth: t.expose("lastPaidMonth", { type: "YearMonth", nullable: true, ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
