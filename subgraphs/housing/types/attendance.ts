import { builder } from "../builder.ts";
import { AttendanceChannel } from "../enums.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const Attendance = builder.prismaObject("Attendance", {
  ...dataset("工程建设", "REAL_TIME"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "工人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    day: t.expose("day", { type: "Date", nullable: true, ...conditional("L3") }),
    enteredAt: t.expose("enteredAt", { type: "DateTime", nullable: true, ...conditional("L3") }),
    leftAt: t.expose("leftAt", { type: "DateTime", nullable: true, ...conditional("L3") }),
    channel: t.expose("channel", { type: AttendanceChannel, nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
