import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

/** 企业, known here by its key alone; its owner is another department. */
export const Enterprise = builder.externalRef("Enterprise", builder.selection<{ creditCode: string }>("creditCode"));

Enterprise.implement({
  description: "企业：由市场监管登记，这里只有本部门的记录",
  externalFields: (t) => ({ creditCode: t.id({ nullable: false, description: "统一社会信用代码", ...open() }) }),
});
