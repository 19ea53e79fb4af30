import { builder } from "../builder.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { CareHome } from "../types/care-home.ts";

builder.queryField("careHomes", (t) =>
  t.connection({
    type: CareHome,
    nullable: true,
    description: "养老机构（按区划）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("careHomes", args);
      const rows = await context.database.careHome.findMany({
        where: {
          AND: [
            inScope(context, "Query.careHomes"),
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
