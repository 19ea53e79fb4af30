import { builder } from "../builder.ts";
import { ClueChannel, ClueStatus } from "../enums.ts";
import { ConstructionProject } from "../entities/construction-project.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const ArrearsClue = builder.prismaObject("ArrearsClue", {
  ...dataset("工资支付", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    channel: t.expose("channel", { type: ClueChannel, nullable: true, ...conditional("L2") }),
    receivedAt: t.expose("receivedAt", { type: "DateTime", nullable: true, ...conditional("L2") }),
    project: t.field({
      type: ConstructionProject,
      nullable: true,
      description: "工程项目",
      ...conditional("L2"),
      resolve: ({ projectCode }) => (projectCode === null ? null : { code: projectCode }),
    }),
    employer: t.field({
      type: Enterprise,
      nullable: true,
      description: "被反映单位",
      ...conditional("L2"),
      resolve: ({ employerCode }) => (employerCode === null ? null : { creditCode: employerCode }),
    }),
    workers: t.exposeInt("workers", { nullable: true, ...conditional("L2") }),
    amount: t.expose("amount", { type: "Fen", nullable: true, ...conditional("L2") }),
    reporterPhone: t.exposeString("reporterPhone", { nullable: true, ...conditional("L3", "PHONE") }),
    summary: t.exposeString("summary", { nullable: true, ...conditional("L3") }),
    status: t.expose("status", { type: ClueStatus, nullable: true, ...conditional("L2") }),
    closedAt: t.expose("closedAt", { type: "DateTime", nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
