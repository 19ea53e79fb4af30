import { builder } from "../builder.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const ConstructionPermit = builder.prismaObject("ConstructionPermit", {
  ...dataset("工程建设", "ON_CHANGE"),
  fields: (t) => ({
    number: t.exposeID("number", { nullable: false, ...open() }),
    contractPrice: t.expose("contractPrice", { type: "Fen", nullable: true, ...open() }),
    area: t.exposeFloat("area", { nullable: true, ...open() }),
    issuedOn: t.expose("issuedOn", { type: "Date", nullable: true, ...open() }),
    contractor: t.field({
      type: Enterprise,
      nullable: true,
      description: "施工单位",
      ...open(),
      resolve: ({ contractorCode }) => ({ creditCode: contractorCode }),
    }),
    supervisor: t.field({
      type: Enterprise,
      nullable: true,
      description: "监理单位",
      ...open(),
      resolve: ({ supervisorCode }) => ({ creditCode: supervisorCode }),
    }),
    projectManager: t.exposeString("projectManager", { nullable: true, ...conditional("L2", "NAME") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
