import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

/** 户, known here by its key alone; its owner is another department. */
export const Household = builder.externalRef("Household", builder.selection<{ id: string }>("id"));

Household.implement({
  externalFields: (t) => ({ id: t.id({ nullable: false, ...open() }) }),
});
