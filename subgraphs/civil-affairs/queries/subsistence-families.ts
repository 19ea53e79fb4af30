import { builder } from "../builder.ts";
import { SubsistenceStatus } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { SubsistenceFamily } from "../types/subsistence-family.ts";

builder.queryField("subsistenceFamilies", (t) =>
  t.connection({
    type: SubsistenceFamily,
    nullable: true,
    description: "低保（特困）家庭（按区划与状态）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      status: t.arg({ type: SubsistenceStatus, description: "救助状态" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("subsistenceFamilies", args);
      const rows = await context.database.subsistenceFamily.findMany({
        where: {
          AND: [
            inScope(context, "Query.subsistenceFamilies"),
            { divisionCode: { startsWith: args.division } },
            args.status ? { status: args.status } : {},
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
