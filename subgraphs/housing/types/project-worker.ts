import { builder } from "../builder.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const ProjectWorker = builder.prismaObject("ProjectWorker", {
  ...dataset("工程建设", "DAILY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    firm: t.field({
      type: Enterprise,
      nullable: true,
      description: "用工单位",
      ...conditional("L2"),
      resolve: ({ firmCode }) => ({ creditCode: firmCode }),
    }),
    team: t.exposeString("team", { nullable: true, ...conditional("L2") }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "工人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    trade: t.exposeString("trade", { nullable: true, ...conditional("L2") }),
    enteredOn: t.expose("enteredOn", { type: "Date", nullable: true, ...conditional("L2") }),
    leftOn: t.expose("leftOn", { type: "Date", nullable: true, ...conditional("L2") }),
    hasContract: t.exposeBoolean("hasContract", { nullable: true, ...conditional("L2") }),
    hasInsurance: t.exposeBoolean("hasInsurance", { nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
