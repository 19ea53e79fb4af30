import { builder } from "../builder.ts";
import { PayStatus } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { PensionBenefit } from "../types/pension-benefit.ts";

builder.queryField("pensionBenefits", (t) =>
  t.connection({
    type: PensionBenefit,
    nullable: true,
    description: "养老待遇（按区划与发放状态）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      payStatus: t.arg({
        type: PayStatus,
        description: "发放状态",
        directives: { reveals: { coordinate: "PensionBenefit.payStatus" } },
      }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("pensionBenefits", args);
      const rows = await context.database.pensionBenefit.findMany({
        where: {
          AND: [
            inScope(context, "Query.pensionBenefits"),
            { divisionCode: { startsWith: args.division } },
            args.payStatus ? { payStatus: args.payStatus } : {},
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
