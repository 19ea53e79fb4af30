import { builder } from "../builder.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, notShared, open } from "../../kit/item.ts";

const BASIS = "个人信息保护法第二十八条";

export const Cremation = builder.prismaObject("Cremation", {
  ...dataset("殡葬", "DAILY"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "逝者",
      ...conditional("L3"),
      resolve: ({ personId }) => ({ id: personId }),
    }),
    diedOn: t.expose("diedOn", { type: "Date", nullable: true, ...conditional("L3", "DATE_YEAR") }),
    crematedOn: t.expose("crematedOn", { type: "Date", nullable: true, ...conditional("L3") }),
    parlour: t.exposeString("parlour", { nullable: true, ...conditional("L2") }),
    cause: t.exposeString("cause", { nullable: true, ...notShared("L4", BASIS) }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
