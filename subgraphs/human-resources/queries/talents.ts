import { builder } from "../builder.ts";
import { Degree } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { Talent } from "../types/talent.ts";

builder.queryField("talents", (t) =>
  t.connection({
    type: Talent,
    nullable: true,
    description: "人才（按区划与学历）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      degree: t.arg({ type: Degree, description: "学历" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("talents", args);
      const rows = await context.database.talent.findMany({
        where: {
          AND: [
            inScope(context, "Query.talents"),
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
