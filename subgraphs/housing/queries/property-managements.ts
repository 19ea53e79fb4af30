import { builder } from "../builder.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { PropertyManagement } from "../types/property-management.ts";

builder.queryField("propertyManagements", (t) =>
  t.connection({
    type: PropertyManagement,
    nullable: true,
    description: "物业管理（按区划）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("propertyManagements", args);
      const rows = await context.database.propertyManagement.findMany({
        where: {
          AND: [
            inScope(context, "Query.propertyManagements"),
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
