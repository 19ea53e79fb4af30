import { builder } from "../builder.ts";
import { Degree } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { Vacancy } from "../types/vacancy.ts";

builder.queryField("vacancies", (t) =>
  t.connection({
    type: Vacancy,
    nullable: true,
    description: "岗位（按区划与学历要求）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      degree: t.arg({ type: Degree, description: "学历要求" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("vacancies", args);
      const rows = await context.database.vacancy.findMany({
        where: {
          AND: [
            inScope(context, "Query.vacancies"),
            { divisionCode: { startsWith: args.division } },
            args.degree ? { degree: args.degree } : {},
            beyond("id", keyset),
          ],
        },
        orderBy: { id: keyset.order },
        take: keyset.take,
      });
      return connectionOf(keyset, rows, (row) => row.id);
    },
  }),
);
