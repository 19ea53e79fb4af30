import { builder } from "../builder.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { Payroll } from "../types/payroll.ts";

builder.queryField("payrolls", (t) =>
  t.connection({
    type: Payroll,
    nullable: true,
    description: "工资表（按区划与月份）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      month: t.arg({ type: "YearMonth", description: "工资月份" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("payrolls", args);
      const rows = await context.database.payroll.findMany({
        where: {
          AND: [
            inScope(context, "Query.payrolls"),
            { divisionCode: { startsWith: args.division } },
            args.month ? { month: args.month } : {},
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
