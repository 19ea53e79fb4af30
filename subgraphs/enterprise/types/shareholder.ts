import { builder } from "../builder.ts";
import { Person } from "../entities/person.ts";
import { dataset } from "../../kit/dataset.ts";
import { conditional, open } from "../../kit/item.ts";

export const Shareholder = builder.prismaObject("Shareholder", {
  ...dataset("市场主体", "ON_CHANGE"),
  fields: (t) => ({
    id: t.exposeID("id", { nullable: false, ...open() }),
    name: t.exposeString("name", { nullable: true, ...open() }),
    person: t.field({
      type: Person,
      nullable: true,
      description: "自然人股东",
      ...conditional("L3"),
      resolve: ({ personId }) => (personId === null ? null : { id: personId }),
    }),
    subscribed: t.expose("subscribed", { type: "Fen", nullable: true, ...open() }),
    ratio: t.exposeFloat("ratio", { nullable: true, ...open() }),
    divisionCode: t.exposeString("divisionCode", { nullable: true, ...open() }),
  }),
});
