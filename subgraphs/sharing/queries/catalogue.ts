import { connectionNames, pageOf } from "../../kit/rows/connection.ts";
import { harmless, open } from "../../kit/item.ts";
import { OPEN_REGISTER, builder, internal } from "../builder.ts";
import { searchCatalogue } from "../catalogue/search-catalogue.ts";
import { entryKey, writeSpreadsheet } from "../catalogue/spreadsheet.ts";
import { ShareKind } from "../enums.ts";
import { servicesOf } from "../services.ts";
import { CatalogItem } from "../types/catalog-item.ts";

builder.queryFields((t) => ({
  catalogue: t.connection(
    {
      type: CatalogItem,
      nullable: true,
      description: "政务数据目录：按部门、主题、共享属性与全文检索",
      ...open(),
      args: {
        department: t.arg.string({ description: "提供部门标识", ...harmless(OPEN_REGISTER) }),
        theme: t.arg.string({ description: "主题", ...harmless(OPEN_REGISTER) }),
        share: t.arg({ type: ShareKind, description: "共享属性", ...harmless(OPEN_REGISTER) }),
        search: t.arg.string({ description: "全文检索：多个词以空格分隔，须全部符合", ...harmless(OPEN_REGISTER) }),
      },
      resolve: async (_, args, context) => {
        const found = searchCatalogue(servicesOf(context.database).catalogue(), {
          owner: args.department,
          share: args.share,
          search: args.search,
          theme: args.theme,
        }).map((item, position) => ({ item, position }));
        const { edges, pageInfo } = await pageOf("catalogue", "position", args, ({ cursor, order, take }) => {
          const at = Number(cursor);
          const ordered = order === "asc" ? found : found.toReversed();
          const beyond = ordered.filter(
            ({ position }) => cursor === null || (order === "asc" ? position > at : position < at),
          );
          return Promise.resolve(beyond.slice(0, take));
        });
        return { pageInfo, edges: edges.map(({ node, cursor }) => ({ node: node.item, cursor })) };
      },
    },
    ...connectionNames("CatalogItem"),
  ),
  catalogItem: t.field({
    type: CatalogItem,
    nullable: true,
    description: "按字段坐标查一个目录数据项",
    ...open(),
    args: { coordinate: t.arg.id({ required: true, description: "字段坐标", ...harmless(OPEN_REGISTER) }) },
    resolve: (_, { coordinate }, context) =>
      servicesOf(context.database).catalogue().catalogue.items.get(coordinate) ?? null,
  }),
  catalogueThemes: t.stringList({
    nullable: true,
    description: "目录的全部主题",
    ...open(),
    resolve: (_, _args, context) => {
      const { items } = servicesOf(context.database).catalogue();
      return [...new Set(items.flatMap(({ theme }) => theme ?? []))].sort();
    },
  }),
}));

builder.queryField("catalogueSpreadsheet", (t) =>
  t.string({
    description: "目录的电子表格（xlsx，Base64）；可修改共享方式、使用条件后导入",
    ...internal,
    args: { department: t.arg.string({ description: "提供部门标识；空为全部", ...harmless(OPEN_REGISTER) }) },
    resolve: async (_, { department }, context) => {
      const view = servicesOf(context.database).catalogue();
      const entries = await context.database.catalogueEntry.findMany();
      const byKey = new Map(entries.map((entry) => [entryKey(entry), entry]));
      const file = writeSpreadsheet(view, searchCatalogue(view, { owner: department }), byKey);
      return file.toString("base64");
    },
  }),
);
