import { builder } from "../builder.ts";
import { DisabilityCategory } from "../enums.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const Disability = builder.prismaObject("Disability", {
  ...dataset("残疾人", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "持证人",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    category: t.expose("category", { type: DisabilityCategory, nullable: true, ...conditional("L3") }),
    grade: t.exposeInt("grade", { nullable: true, ...conditional("L3") }),
    certificateNumber: t.exposeString("certificateNumber", { nullable: true, ...conditional("L3") }),
    issuedOn: t.expose("issuedOn", { type: "Date", nullable: true, ...conditional("L2") }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
