import { builder } from "../builder.ts";
import { Degree } from "../enums.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const Talent = builder.prismaObject("Talent", {
  ...dataset("就业创业", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "人才本人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    degree: t.expose("degree", { type: Degree, nullable: true, ...conditional("L2") }),
    major: t.exposeString("major", { nullable: true, ...conditional("L2") }),
    school: t.exposeString("school", { nullable: true, ...conditional("L2") }),
    graduatedOn: t.expose("graduatedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    intention: t.exposeString("intention", { nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
