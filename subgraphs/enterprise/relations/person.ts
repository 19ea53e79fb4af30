import { builder, type Context } from "../builder.ts";
import { Person } from "../entities/person.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { manyLoader } from "../../kit/loaders.ts";
import { Enterprise } from "../types/enterprise.ts";
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

const representedEnterprises = manyLoader(
  (keys: string[], context: Context) =>
    context.database.enterprise.findMany({
      where: { legalRepresentativeId: { in: keys }, ...inScope(context) },
      orderBy: { creditCode: "asc" },
    }),
  (row) => row.legalRepresentativeId,
);

builder.objectFields(Person, (t) => ({
  representedEnterprises: t.field({
    type: [Enterprise],
    nullable: true,
    description: "担任法定代表人的企业",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => representedEnterprises(context).load(id),
  }),
  soleTraders: t.field({
    type: [SoleTrader],
    nullable: true,
    description: "经营的个体工商户",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => soleTraders(context).load(id),
  }),
  shareholdings: t.field({
    type: [Shareholder],
    nullable: true,
    description: "持有的企业股权",
    ...conditional("L2"),
    resolve: ({ id }, _, context) => shareholders(context).load(id),
  }),
}));
