import { builder } from "../builder.ts";
import { EnterpriseScale, RegistrationStatus } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { Enterprise } from "../types/enterprise.ts";

builder.queryField("enterprises", (t) =>
  t.connection({
    type: Enterprise,
    nullable: true,
    description: "企业（按区划、登记状态与规模）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      status: t.arg({ type: RegistrationStatus, description: "登记状态" }),
      scale: t.arg({ type: EnterpriseScale, description: "企业规模" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<string>("enterprises", args);
      const rows = await context.database.enterprise.findMany({
        where: {
          AND: [
            inScope(context, "Query.enterprises"),
            { divisionCode: { startsWith: args.division } },
            args.status ? { status: args.status } : {},
            args.scale ? { scale: args.scale } : {},
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
