import { builder } from "../builder.ts";
import { dataset } from "../../kit/dataset.ts";
import { notShared, open } from "../../kit/item.ts";

const BASIS = "刑事诉讼法、公安机关保密规定";

export const PoliceCase = builder.prismaObject("PoliceCase", {
  ...dataset("案件", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...notShared("L4", BASIS) }),
    caseNumber: t.exposeString("caseNumber", { nullable: true, ...notShared("L4", BASIS) }),
    category: t.exposeString("category", { nullable: true, ...notShared("L4", BASIS) }),
    openedOn: t.expose("openedOn", { type: "Date", nullable: true, ...notShared("L4", BASIS) }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
