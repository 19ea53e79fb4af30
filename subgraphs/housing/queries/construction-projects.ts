import { builder } from "../builder.ts";
import { ProjectStatus } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { ConstructionProject } from "../types/construction-project.ts";

builder.queryField("constructionProjects", (t) =>
  t.connection({
    type: ConstructionProject,
    nullable: true,
    description: "在建项目（按区划与状态）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      status: t.arg({ type: ProjectStatus, description: "工程状态" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<string>("constructionProjects", args);
      const rows = await context.database.constructionProject.findMany({
        where: {
          AND: [
            inScope(context, "Query.constructionProjects"),
            { divisionCode: { startsWith: args.division } },
            args.status ? { status: args.status } : {},
            beyond("code", keyset),
          ],
        },
        orderBy: { code: keyset.order },
        take: keyset.take,
      });
      return connectionOf(keyset, rows, (row) => row.code);
    },
  }),
);
