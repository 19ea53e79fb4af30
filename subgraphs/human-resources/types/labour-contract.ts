import { builder } from "../builder.ts";
import { ContractKind } from "../enums.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const LabourContract = builder.prismaObject("LabourContract", {
  ...dataset("就业创业", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "劳动者",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    employer: t.field({
      type: Enterprise,
      nullable: true,
      description: "用人单位",
      ...conditional("L2"),
      resolve: ({ employerCode }) => ({ creditCode: employerCode }),
    }),
    kind: t.expose("kind", { type: ContractKind, nullable: true, ...conditional("L2") }),
    signedOn: t.expose("signedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...conditional("L2") }),
    monthlyWage: t.expose("monthlyWage", { type: "Fen", nullable: true, ...conditional("L4", "AMOUNT_BAND") }),
    terminatedOn: t.expose("terminatedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    terminationReason: t.exposeString("terminationReason", { nullable: true, ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
