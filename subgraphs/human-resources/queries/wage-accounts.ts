import { builder } from "../builder.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { WageAccount } from "../types/wage-account.ts";

builder.queryField("wageAccounts", (t) =>
  t.connection({
    type: WageAccount,
    nullable: true,
    description: "农民工工资专用账户（按区划）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("wageAccounts", args);
      const rows = await context.database.wageAccount.findMany({
        where: {
          AND: [
            inScope(context, "Query.wageAccounts"),
            { divisionCode: { startsWith: args.division } },
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
