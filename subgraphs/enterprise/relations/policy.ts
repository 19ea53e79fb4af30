import { builder, type Context } from "../builder.ts";
import { Policy, policyByCode } from "../types/policy.ts";
import { inScope } from "../../kit/context.ts";
import { open } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { Payout } from "../types/payout.ts";
import { PolicyIntent } from "../types/policy-intent.ts";

const payouts = manyLoader(
  (keys: string[], context: Context) =>
    context.database.payout.findMany({
      where: { policyCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.policyCode,
);

const policyIntents = manyLoader(
  (keys: string[], context: Context) =>
    context.database.policyIntent.findMany({
      where: { policyCode: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.policyCode,
);

builder.prismaObjectFields(Policy, (t) => ({
  payouts: t.field({
    type: [Payout],
    nullable: true,
    description: "政策兑现记录",
    ...open(),
    resolve: ({ code }, _, context) => payouts(context).load(code),
  }),
  policyIntents: t.field({
    type: [PolicyIntent],
    nullable: true,
    description: "政策意愿确认",
    ...open(),
    resolve: ({ code }, _, context) => policyIntents(context).load(code),
  }),
}));
builder.prismaObjectFields(Payout, (t) => ({
  policy: t.field({
    type: Policy,
    nullable: true,
    description: "政策",
    ...open(),
    resolve: ({ policyCode }, _, context) => policyByCode(context).load(policyCode),
  }),
}));
builder.prismaObjectFields(PolicyIntent, (t) => ({
  policy: t.field({
    type: Policy,
    nullable: true,
    description: "政策",
    ...open(),
    resolve: ({ policyCode }, _, context) => policyByCode(context).load(policyCode),
  }),
}));
