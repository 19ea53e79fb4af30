import { builder } from "../builder.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { Payout } from "../types/payout.ts";

builder.queryField("payouts", (t) =>
  t.connection({
    type: Payout,
    nullable: true,
    description: "政策兑现记录（按区划与年度）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      year: t.arg({ type: "Int", description: "年度" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("payouts", args);
      const rows = await context.database.payout.findMany({
        where: {
          AND: [
            inScope(context, "Query.payouts"),
            { divisionCode: { startsWith: args.division } },
            args.year ? { year: args.year } : {},
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
