import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

/** 人, known here by its key alone; its owner is another department. */
export const Person = builder.externalRef("Person", builder.selection<{ id: string }>("id"));

Person.implement({
  externalFields: (t) => ({ id: t.id({ nullable: false, ...open() }) }),
});
