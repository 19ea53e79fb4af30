import { builder, internal, type Context } from "../builder.ts";
import { Importance, MaskKind, SensitivityLevel, ShareKind, UpdateCycle } from "../enums.ts";
import { open } from "../../kit/item.ts";
import { manyLoader, oneLoader } from "../../kit/rows/loaders.ts";
import type { CatalogItem as Item } from "../../../schema/catalog/catalog-item.ts";
import { needsAssessment } from "../applications/impact-assessment.ts";
import { entryKey } from "../catalogue/spreadsheet.ts";
import { servicesOf } from "../services.ts";
import { visibleBars } from "../queries/visible.ts";
import { Bar } from "./bar.ts";
import { departmentById } from "./parties.ts";

const shown = { nullable: true, ...open() } as const;

/** A department's own entries for its items in a dataset, by `entryKey`. */
const entryOf = oneLoader(
  (keys: string[], context: Context) =>
    context.database.catalogueEntry.findMany({
      where: { OR: keys.map((key) => ({ typeName: key.split(" ")[0] ?? "", owner: key.split(" ")[1] ?? "" })) },
    }),
  entryKey,
);

/** Bars in force of a department, as far as the caller may see them. */
const barsOf = manyLoader(
  async (keys: string[], context: Context) =>
    context.database.bar.findMany({
      where: { AND: [await visibleBars(context), { provider: { in: keys }, state: "IN_FORCE" }] },
      orderBy: { id: "asc" },
    }),
  (row) => row.provider,
);

export const CatalogItem = builder.objectRef<Item>("CatalogItem").implement({
  description: "目录数据项（第十三条）：分类、主题与更新频率随数据提供部门的模式，共享方式与使用条件由其补充",
  fields: (t) => ({
    coordinate: t.exposeID("coordinate", { description: "字段坐标", ...open() }),
    dataset: t.string({
      description: "数据集名称",
      ...shown,
      resolve: ({ typeName }, _, context) => servicesOf(context.database).catalogue().typeNames.get(typeName) ?? null,
    }),
    name: t.exposeString("description", { description: "数据项名称", ...shown }),
    owner: t.exposeString("owner", { description: "提供部门标识", ...shown }),
    ownerName: t.string({
      description: "提供部门名称",
      ...shown,
      resolve: async ({ owner }, _, context) => (await departmentById(context).load(owner))?.name ?? null,
    }),
    carriers: t.exposeStringList("carriers", { description: "承载系统所属部门标识", ...shown }),
    share: t.expose("share", { type: ShareKind, description: "共享属性", ...shown }),
    level: t.expose("level", { type: SensitivityLevel, description: "数据级别", ...shown }),
    importance: t.expose("importance", { type: Importance, description: "数据重要性", ...shown }),
    mask: t.expose("mask", { type: MaskKind, description: "可用的脱敏方式；空为只能明文或不给", ...shown }),
    format: t.exposeString("type", { description: "数据格式", ...shown }),
    assessed: t.boolean({
      description: "共享前须做个人信息保护影响评估并约定安全保护义务：有条件共享的个人信息和重要数据",
      ...shown,
      resolve: needsAssessment,
    }),
    basis: t.exposeString("basis", { description: "依据", ...shown }),
    theme: t.exposeString("theme", { description: "主题", ...shown }),
    updateCycle: t.expose("updateCycle", { type: UpdateCycle, description: "更新频率", ...shown }),
    sharingMethod: t.string({
      description: "共享方式",
      ...shown,
      resolve: async (item, _, context) => (await entryOf(context).load(entryKey(item)))?.sharingMethod ?? null,
    }),
    conditions: t.string({
      description: "使用条件",
      ...shown,
      resolve: async (item, _, context) => (await entryOf(context).load(entryKey(item)))?.conditions ?? null,
    }),
    bars: t.field({
      type: [Bar],
      description: "无条件共享而提供部门停供的：针对本部门或由本部门作出的在用停供",
      ...internal,
      resolve: ({ owner, share }, _, context) => (share === "UNCONDITIONAL" ? barsOf(context).load(owner) : []),
    }),
    classified: t.exposeBoolean("classified", { description: "提供部门是否已分类；未分类即不予共享", ...internal }),
  }),
});
