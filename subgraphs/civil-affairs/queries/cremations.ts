import { builder } from "../builder.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { Cremation } from "../types/cremation.ts";

builder.queryField("cremations", (t) =>
  t.connection({
    type: Cremation,
    nullable: true,
    description: "火化登记（按区划与火化日期）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      since: t.arg({ type: "Date", description: "火化日期不早于" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("cremations", args);
      const rows = await context.database.cremation.findMany({
        where: {
          AND: [
            inScope(context, "Query.cremations"),
            { divisionCode: { startsWith: args.division } },
            args.since ? { crematedOn: { gte: args.since } } : {},
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
