import { builder } from "../builder.ts";
import { CancellationReason } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { conditional } from "../../kit/item.ts";
import { RegistrationCancellation } from "../types/registration-cancellation.ts";

builder.queryField("registrationCancellations", (t) =>
  t.connection({
    type: RegistrationCancellation,
    nullable: true,
    description: "户口注销（按区划、原因与注销日期）",
    ...conditional("L2"),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      reason: t.arg({
        type: CancellationReason,
        description: "注销原因",
        directives: { reveals: { coordinate: "RegistrationCancellation.reason" } },
      }),
      since: t.arg({ type: "Date", description: "注销日期不早于" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<number>("registrationCancellations", args);
      const rows = await context.database.registrationCancellation.findMany({
        where: {
          AND: [
            inScope(context, "Query.registrationCancellations"),
            { divisionCode: { startsWith: args.division } },
            args.reason ? { reason: args.reason } : {},
            args.since ? { cancelledOn: { gte: args.since } } : {},
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
