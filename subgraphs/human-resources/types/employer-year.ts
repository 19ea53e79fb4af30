import { builder } from "../builder.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const EmployerYear = builder.prismaObject("EmployerYear", {
  ...dataset("就业创业", "YEARLY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    employer: t.field({
      type: Enterprise,
      nullable: true,
      description: "单位",
      ...conditional("L2"),
      resolve: ({ employerCode }) => ({ creditCode: employerCode }),
    }),
    year: t.exposeInt("year", { nullable: true, ...open() }),
    insuredAverage: t.exposeInt("insuredAverage", { nullable: true, ...conditional("L2") }),
    insuredAtYearEnd: t.exposeInt("insuredAtYearEnd", { nullable: true, ...conditional("L2") }),
    laidOff: t.exposeInt("laidOff", { nullable: true, ...conditional("L2") }),
    unemploymentPaidMonths: t.exposeInt("unemploymentPaidMonths", { nullable: true, ...conditional("L2") }),
    unemploymentContribution: t.expose("unemploymentContribution", {
      type: "Fen",
      nullable: true,
      ...conditional("L3", "AMOUNT_BAND"),
    }),
    graduateHires: t.exposeInt("graduateHires", { nullable: true, ...conditional("L2") }),
    newHires: t.exposeInt("newHires", { nullable: true, ...conditional("L2") }),
    noWageArrears: t.exposeBoolean("noWageArrears", { nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
