import { builder, type Context } from "../builder.ts";
import { Person } from "../entities/person.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { Shareholder } from "../types/shareholder.ts";
import { SoleTrader } from "../types/sole-trader.ts";

const soleTraders = manyLoader(
  (keys: string[], context: Context) =>
    context.database.soleTrader.findMany({
      where: { operatorId: { in: keys }, ...inScope(context) },
      orderBy: { creditCode: "asc" },
    }),
  (row) => row.operatorId,
);

const shareholders = manyLoader(
  (keys: string[], context: Context) =>
    context.database.shareholder.findMany({
      where: { personId: { in: keys }, ...inScope(context) },
      orderBy: { id: "asc" },
    }),
  (row) => row.personId,
);

builder.objectFields(Person, (t) => ({
  soleTraders: t.field({
    type: [SoleTrader],
    nullable: true,
    description: "个体工商户",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => soleTraders(context).load(id),
  }),
  shareholders: t.field({
    type: [Shareholder],
    nullable: true,
    description: "股东及出资",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => shareholders(context).load(id),
  }),
}));
