import { builder } from "../builder.ts";
import { Degree } from "../enums.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { dataset } from "../../kit/dataset.ts";
import { open } from "../../kit/item.ts";

export const Vacancy = builder.prismaObject("Vacancy", {
  ...dataset("就业创业", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    employer: t.field({
      type: Enterprise,
      nullable: true,
      description: "用人单位",
      ...open(),
      resolve: ({ employerCode }) => ({ creditCode: employerCode }),
    }),
    post: t.exposeString("post", { nullable: true, ...open() }),
    salaryFrom: t.expose("salaryFrom", { type: "Fen", nullable: true, ...open() }),
    salaryTo: t.expose("salaryTo", { type: "Fen", nullable: true, ...open() }),
    headcount: t.exposeInt("headcount", { nullable: true, ...open() }),
    degree: t.expose("degree", { type: Degree, nullable: true, ...open() }),
    postedOn: t.expose("postedOn", { type: "Date", nullable: true, ...open() }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
