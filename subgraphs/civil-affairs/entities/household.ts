import { builder } from "../builder.ts";
import { conditional, open } from "../../kit/item.ts";
import { Person } from "./person.ts";

/** 户, known here by its key alone; its owner is another department. */
export const Household = builder.externalRef("Household", builder.selection<{ id: string }>("id"));

Household.implement({
  description: "户：由公安登记，这里只有本部门的记录",
  externalFields: (t) => ({
    id: t.id({ nullable: false, description: "户标识（假名）", ...open() }),
    divisionCode: t.string({
      nullable: true,
      description: "区划代码（12位，GB/T 2260 与统计用区划代码）",
      ...open(),
    }),
    members: t.field({ type: [Person], nullable: true, description: "户内成员", ...conditional("L2") }),
  }),
});
