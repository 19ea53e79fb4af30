import { builder } from "../builder.ts";
import { RentalStatus } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { PublicRentalHousehold } from "../types/public-rental-household.ts";

builder.queryField("publicRentalHouseholds", (t) =>
  t.connection({
    type: PublicRentalHousehold,
    nullable: true,
    description: "公租房保障家庭（按区划与状态）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      status: t.arg({ type: RentalStatus, description: "保障状态" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("publicRentalHouseholds", args);
      const rows = await context.database.publicRentalHousehold.findMany({
        where: {
          AND: [
            inScope(context, "Query.publicRentalHouseholds"),
            { divisionCode: { startsWith: args.division } },
            args.status ? { status: args.status } : {},
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
