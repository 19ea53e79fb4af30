import { builder } from "../builder.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { SubsistenceStandard } from "../types/subsistence-standard.ts";

builder.queryField("subsistenceStandards", (t) =>
  t.connection({
    type: SubsistenceStandard,
    nullable: true,
    description: "城乡低保标准（按区划）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("subsistenceStandards", args);
      const rows = await context.database.subsistenceStandard.findMany({
        where: {
          AND: [
            inScope(context, "Query.subsistenceStandards"),
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
