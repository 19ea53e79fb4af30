import { builder, type Context } from "../builder.ts";
import { ProjectCategory, ProjectStatus } from "../enums.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";
import { oneLoader } from "../../kit/loaders.ts";

export const ConstructionProject = builder.prismaObject("ConstructionProject", {
  ...dataset("工程建设", "ON_CHANGE"),
  fields: (t) => ({
    code: t.exposeID("code", { nullable: false, ...open() }),
    name: t.exposeString("name", { nullable: true, ...open() }),
    category: t.expose("category", { type: ProjectCategory, nullable: true, ...open() }),
    generalContractor: t.field({
      type: Enterprise,
      nullable: true,
      description: "施工总承包单位",
      ...open(),
      resolve: ({ generalContractorCode }) => ({ creditCode: generalContractorCode }),
    }),
    ownerUnit: t.exposeString("ownerUnit", { nullable: true, ...open() }),
    investment: t.expose("investment", { type: "Fen", nullable: true, ...open() }),
    contractAmount: t.expose("contractAmount", { type: "Fen", nullable: true, ...open() }),
    area: t.exposeFloat("area", { nullable: true, ...open() }),
    startedOn: t.expose("startedOn", { type: "Date", nullable: true, ...open() }),
    plannedCompletionOn: t.expose("plannedCompletionOn", { type: "Date", nullable: true, ...open() }),
    completedOn: t.expose("completedOn", { type: "Date", nullable: true, ...open() }),
    status: t.expose("status", { type: ProjectStatus, nullable: true, ...open() }),
    address: t.exposeString("address", { nullable: true, ...open() }),
    contactName: t.exposeString("contactName", { nullable: true, ...conditional("L3", "NAME") }),
    contactPhone: t.exposeString("contactPhone", { nullable: true, ...conditional("L3", "PHONE") }),
    gridCode: t.exposeString("gridCode", { nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});

/** One constructionProject by code; the guard decides what of it may leave. */
export const constructionProjectByCode = oneLoader(
  (keys: string[], context: Context) =>
    context.database.constructionProject.findMany({ where: { code: { in: keys } } }),
  (row) => row.code,
);

builder.asEntity(ConstructionProject, {
  key: builder.selection<{ code: string }>("code"),
  resolveReference: ({ code }, context) => constructionProjectByCode(context).load(code),
});
