import { builder } from "../builder.ts";
import { OrganisationStatus } from "../enums.ts";
import { beyond, connectionOf, keysetOf } from "../../kit/connection.ts";
import { inScope } from "../../kit/context.ts";
import { assertDivision } from "../../kit/divisions.ts";
import { open } from "../../kit/item.ts";
import { SocialOrganisation } from "../types/social-organisation.ts";

builder.queryField("socialOrganisations", (t) =>
  t.connection({
    type: SocialOrganisation,
    nullable: true,
    description: "社会组织（按区划与状态）",
    ...open(),
    args: {
      division: t.arg({ type: "DivisionCode", required: true, description: "区划代码前缀" }),
      status: t.arg({ type: OrganisationStatus, description: "状态" }),
    },
    resolve: async (_, args, context) => {
      await assertDivision(args.division);
      const keyset = keysetOf<string>("socialOrganisations", args);
      const rows = await context.database.socialOrganisation.findMany({
        where: {
          AND: [
            inScope(context, "Query.socialOrganisations"),
            { divisionCode: { startsWith: args.division } },
            args.status ? { status: args.status } : {},
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
