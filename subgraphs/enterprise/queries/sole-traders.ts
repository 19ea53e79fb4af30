import { builder } from "../builder.ts";
import { RegistrationStatus } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { SoleTrader } from "../types/sole-trader.ts";

builder.queryField("soleTraders", (t) =>
  t.connection({
    type: SoleTrader,
    nullable: true,
    description: "个体工商户（按区划与登记状态）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      status: t.arg({ type: RegistrationStatus, description: "登记状态" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<string>("soleTraders", args);
      const rows = await context.database.soleTrader.findMany({
        where: {
          AND: [
            inScope(context, "Query.soleTraders"),
            { divisionCode: { startsWith: args.division } },
            args.status ? { status: args.status } : {},
            beyond("creditCode", keyset),
          ],
        },
        orderBy: { creditCode: keyset.order },
        take: keyset.take,
      });
      return connectionOf(keyset, rows, (row) => row.creditCode);
    },
  }),
);
