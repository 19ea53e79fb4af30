import { builder, internal } from "../builder.ts";
import { searchCatalogue } from "../catalogue/search-catalogue.ts";
import { writeSpreadsheet } from "../catalogue/spreadsheet.ts";
import { servicesOf } from "../services.ts";

builder.queryField("catalogueSpreadsheet", (t) =>
  t.string({
    description: "目录的电子表格（xlsx，Base64）；可修改共享方式、使用条件后导入",
    ...internal,
    args: { department: t.arg.string({ description: "提供部门标识；空为全部" }) },
    resolve: async (_, { department }, context) => {
      const view = servicesOf(context.database).catalogue();
      const entries = await context.database.catalogueEntry.findMany();
      const byType = new Map(entries.map((entry) => [entry.typeName, entry]));
      const file = await writeSpreadsheet(view, searchCatalogue(view, { owner: department }), byType);
      return file.toString("base64");
    },
  }),
);
