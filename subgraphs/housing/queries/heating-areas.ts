import { builder } from "../builder.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { HeatingArea } from "../types/heating-area.ts";

builder.queryField("heatingAreas", (t) =>
  t.connection({
    type: HeatingArea,
    nullable: true,
    description: "集中供热（按区划）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("heatingAreas", args);
      const rows = await context.database.heatingArea.findMany({
        where: {
          AND: [
            inScope(context, "Query.heatingAreas"),
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
