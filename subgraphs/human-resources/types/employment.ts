import { builder } from "../builder.ts";
import { EmploymentKind } from "../enums.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const Employment = builder.prismaObject("Employment", {
  ...dataset("就业创业", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "就业人员",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    kind: t.expose("kind", { type: EmploymentKind, nullable: true, ...conditional("L2") }),
    employer: t.field({
      type: Enterprise,
      nullable: true,
      description: "用人单位",
      ...conditional("L2"),
      resolve: ({ employerCode }) => (employerCode === null ? null : { creditCode: employerCode }),
    }),
    occupation: t.exposeString("occupation", { nullable: true, ...conditional("L2") }),
    startedOn: t.expose("startedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    endedOn: t.expose("endedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    registeredAsUnemployedOn: t.expose("registeredAsUnemployedOn", {
      type: "Date",
      nullable: true,
      ...conditional("L3"),
    }),
    monthlyWage: t.expose("monthlyWage", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
