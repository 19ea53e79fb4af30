import { builder } from "../builder.ts";
import { ClueChannel, ClueStatus } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { ArrearsClue } from "../types/arrears-clue.ts";

builder.queryField("arrearsClues", (t) =>
  t.connection({
    type: ArrearsClue,
    nullable: true,
    description: "欠薪线索（按区划与状态）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      status: t.arg({ type: ClueStatus, description: "办理状态" }),
      channel: t.arg({ type: ClueChannel, description: "渠道" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("arrearsClues", args);
      const rows = await context.database.arrearsClue.findMany({
        where: {
          AND: [
            inScope(context, "Query.arrearsClues"),
            { divisionCode: { startsWith: args.division } },
            args.status ? { status: args.status } : {},
            args.channel ? { channel: args.channel } : {},
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
