import { builder } from "../builder.ts";
import { ConstructionProject } from "../entities/construction-project.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const RosterEntry = builder.prismaObject("RosterEntry", {
  ...dataset("工资支付", "DAILY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    project: t.field({
      type: ConstructionProject,
      nullable: true,
      description: "工程项目",
      ...open(),
      resolve: ({ projectCode }) => ({ code: projectCode }),
    }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "工人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    employer: t.field({
      type: Enterprise,
      nullable: true,
      description: "用工单位",
      ...conditional("L2"),
      resolve: ({ employerCode }) => ({ creditCode: employerCode }),
    }),
    team: t.exposeString("team", { nullable: true, ...conditional("L2") }),
    trade: t.exposeString("trade", { nullable: true, ...conditional("L2") }),
    enteredOn: t.expose("enteredOn", { type: "Date", nullable: true, ...conditional("L2") }),
    leftOn: t.expose("leftOn", { type: "Date", nullable: true, ...conditional("L2") }),
    settledOn: t.expose("settledOn", { type: "Date", nullable: true, ...conditional("L2") }),
    hasContract: t.exposeBoolean("hasContract", { nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
