import { builder, type Context } from "../builder.ts";
import { Enterprise } from "../entities/enterprise.ts";
import { inScope } from "../../kit/context.ts";
import { conditional } from "../../kit/item.ts";
import { oneLoader } from "../../kit/loaders.ts";
import { EmployerYear } from "../types/employer-year.ts";

const keyOf = (employerCode: string, year: number): string => `${employerCode}/${year}`;

const employerYears = oneLoader(
  (keys: string[], context: Context) => {
    const pairs = keys.map((key) => key.split("/"));
    return context.database.employerYear.findMany({
      where: {
        employerCode: { in: [...new Set(pairs.map(([code = ""]) => code))] },
        year: { in: [...new Set(pairs.map(([, year]) => Number(year)))] },
        ...inScope(context),
      },
    });
  },
  (row) => keyOf(row.employerCode, row.year),
);

builder.objectField(Enterprise, "employerYear", (t) =>
  t.field({
    type: EmployerYear,
    nullable: true,
    description: "某一年度的参保与裁员情况",
    ...conditional("L2"),
    args: { year: t.arg.int({ required: true, description: "年度" }) },
    resolve: ({ creditCode }, { year }, context) => employerYears(context).load(keyOf(creditCode, year)),
  }),
);
