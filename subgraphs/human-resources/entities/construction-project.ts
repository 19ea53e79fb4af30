import { builder } from "../builder.ts";
import { open } from "../../kit/item.ts";

/** 在建项目, known here by its key alone; its owner is another department. */
export const ConstructionProject = builder.externalRef(
  "ConstructionProject",
  builder.selection<{ code: string }>("code"),
);

ConstructionProject.implement({
  description: "在建项目：由住建登记，这里只有本部门的记录",
  externalFields: (t) => ({ code: t.id({ nullable: false, description: "项目编码", ...open() }) }),
});
