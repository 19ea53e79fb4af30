import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

/** 人, known here by its key alone; its owner is another department. */
export const Person = builder.externalRef("Person", builder.selection<{ id: string }>("id"));

Person.implement({
  description: "人：信息由公安登记，这里只有本部门的记录",
  externalFields: (t) => ({ id: t.id({ nullable: false, description: "人员标识（假名）", ...open() }) }),
});
