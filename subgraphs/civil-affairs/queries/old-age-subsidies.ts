import { builder } from "../builder.ts";
import { SubsidyStatus } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { OldAgeSubsidy } from "../types/old-age-subsidy.ts";

builder.queryField("oldAgeSubsidies", (t) =>
  t.connection({
    type: OldAgeSubsidy,
    nullable: true,
    description: "高龄津贴（按区划与状态）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      status: t.arg({ type: SubsidyStatus, description: "津贴状态" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("oldAgeSubsidies", args);
      const rows = await context.database.oldAgeSubsidy.findMany({
        where: {
          AND: [
            inScope(context, "Query.oldAgeSubsidies"),
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
