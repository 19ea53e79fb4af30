import { builder, type Context } from "../builder.ts";
import { SubsistenceFamily, subsistenceFamilyById } from "../types/subsistence-family.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { AllowancePayment } from "../types/allowance-payment.ts";

const allowancePayments = manyLoader(
  (keys: number[], context: Context) =>
    context.database.allowancePayment.findMany({
      where: { familyId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.familyId,
);

builder.prismaObjectFields(SubsistenceFamily, (t) => ({
  allowancePayments: t.field({
    type: [AllowancePayment],
    nullable: true,
    description: "救助金发放",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => allowancePayments(context).load(id),
  }),
}));
builder.prismaObjectFields(AllowancePayment, (t) => ({
  family: t.field({
    type: SubsistenceFamily,
    nullable: true,
    description: "所属家庭",
    ...conditional("L3"),
    resolve: ({ familyId }, _, context) => subsistenceFamilyById(context).load(familyId),
  }),
}));
