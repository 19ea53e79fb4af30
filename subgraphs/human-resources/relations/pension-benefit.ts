import { builder, type Context } from "../builder.ts";
import { PensionBenefit, pensionBenefitById } from "../types/pension-benefit.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { PensionPayment } from "../types/pension-payment.ts";

const pensionPayments = manyLoader(
  (keys: number[], context: Context) =>
    context.database.pensionPayment.findMany({
      where: { benefitId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.benefitId,
);

builder.prismaObjectFields(PensionBenefit, (t) => ({
  pensionPayments: t.field({
    type: [PensionPayment],
    nullable: true,
    description: "养老待遇发放记录",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => pensionPayments(context).load(id),
  }),
}));
builder.prismaObjectFields(PensionPayment, (t) => ({
  benefit: t.field({
    type: PensionBenefit,
    nullable: true,
    description: "所属待遇",
    ...conditional("L3"),
    resolve: ({ benefitId }, _, context) => pensionBenefitById(context).load(benefitId),
  }),
}));
