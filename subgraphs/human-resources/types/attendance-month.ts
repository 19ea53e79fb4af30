import { builder } from "../builder.ts";
import { ConstructionProject } from "../entities/construction-project.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const AttendanceMonth = builder.prismaObject("AttendanceMonth", {
  ...dataset("工资支付", "MONTHLY"),
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
    team: t.exposeString("team", { nullable: true, ...conditional("L2") }),
    month: t.expose("month", { type: "YearMonth", nullable: true, ...conditional("L2") }),
    days: t.exposeInt("days", { nullable: true, ...conditional("L3") }),
    leaveDays: t.exposeInt("leaveDays", { nullable: true, ...conditional("L3") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
