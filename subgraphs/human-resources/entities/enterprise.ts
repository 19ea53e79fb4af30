import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

/** 企业, known here by its key alone; its owner is another department. */
export const Enterprise = builder.externalRef("Enterprise", builder.selection<{ creditCode: string }>("creditCode"));

Enterprise.implement({
  externalFields: (t) => ({ creditCode: t.id({ nullable: false, ...open() }) }),
});
