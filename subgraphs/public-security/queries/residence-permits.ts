import { builder } from "../builder.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { ResidencePermit } from "../types/residence-permit.ts";

builder.queryField("residencePermits", (t) =>
  t.connection({
    type: ResidencePermit,
    nullable: true,
    description: "居住证（按区划）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("residencePermits", args);
      const rows = await context.database.residencePermit.findMany({
        where: {
          AND: [
            inScope(context, "Query.residencePermits"),
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
