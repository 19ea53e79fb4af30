import { builder, type Context } from "../builder.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { inDataset } from "../../kit/dataset.ts";
import { conditional } from "../../kit/item.ts";
import { oneLoader } from "../../kit/loaders.ts";

/** Counted where the rows are; the caller's row scope does not cut the count, for a part of a headcount is no headcount. */
const insuredCounts = oneLoader(
  async (keys: string[], context: Context) => {
    const groups = await context.database.socialInsurance.groupBy({
      by: ["employerCode"],
      where: { employerCode: { in: keys }, insuranceType: "PENSION", status: "ACTIVE" },
      _count: { _all: true },
    });
    return groups.map(({ employerCode, _count }) => ({ employerCode: employerCode ?? "", count: _count._all }));
  },
  (row) => row.employerCode,
);

builder.objectField(Enterprise, "insuredCount", (t) =>
  t.int({
    nullable: true,
    description: "正常参加职工养老保险的人数",
    ...inDataset(conditional("L2"), "社会保障", "MONTHLY"),
    resolve: async ({ creditCode }, _, context) => (await insuredCounts(context).load(creditCode))?.count ?? 0,
  }),
);
