import { builder } from "../builder.ts";
import { inScope } from "../../kit/context.ts";
import { open } from "../../kit/item.ts";
import { ConstructionProject } from "../types/construction-project.ts";

builder.queryField("constructionProject", (t) =>
  t.field({
    type: ConstructionProject,
    nullable: true,
    description: "按项目编码查一个工程项目",
    ...open(),
    args: {
      code: t.arg({
        type: "ID",
        required: true,
        description: "项目编码",
      }),
    },
    resolve: (_, { code }, context) =>
      context.database.constructionProject.findFirst({
        where: { code, ...inScope(context, "Query.constructionProject") },
      }),
  }),
);
