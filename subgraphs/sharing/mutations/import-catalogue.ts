import { builder, internal, type Context } from "../builder.ts";
import { cycleWord } from "../catalogue/cycle-words.ts";
import { readSpreadsheet, shareWord, type SheetRow } from "../catalogue/spreadsheet.ts";
import type { CatalogueView } from "../catalogue/catalogue-view.ts";
import { sharingError } from "../errors.ts";
import { servicesOf } from "../services.ts";
import { perform, type Taking } from "../workflow/perform.ts";

interface Import {
  readonly described: readonly string[];
  readonly differing: readonly string[];
}

const CatalogueImport = builder.objectRef<Import>("CatalogueImport").implement({
  description: "目录导入的结果",
  fields: (t) => ({
    described: t.stringList({
      description: "已更新的数据集",
      ...internal,
      resolve: ({ described }) => [...described],
    }),
    differing: t.stringList({
      description: "与现行目录不同的数据项：分类、主题、更新频率以提供部门的模式为准，导入不予改变",
      ...internal,
      resolve: ({ differing }) => [...differing],
    }),
  }),
});

const typeOf = (coordinate: string): string => coordinate.slice(0, coordinate.indexOf("."));

const differs = (view: CatalogueView, row: SheetRow): boolean => {
  const item = view.catalogue.items.get(row.coordinate);
  return (
    item !== undefined &&
    (item.level !== row.level ||
      shareWord(item.share) !== row.share ||
      (item.mask ?? "") !== row.mask ||
      (item.theme ?? "") !== row.theme ||
      cycleWord(item.updateCycle) !== row.updateCycle)
  );
};

/** One entry per dataset: its rows must say the same. */
const entriesOf = (rows: readonly SheetRow[]): ReadonlyMap<string, SheetRow> => {
  const entries = new Map<string, SheetRow>();
  for (const row of rows) {
    const before = entries.get(typeOf(row.coordinate));
    const same =
      before === undefined || (["sharingMethod", "conditions"] as const).every((key) => before[key] === row[key]);
    if (!same) throw sharingError("HUB_APPLICATION_INVALID", `spreadsheet: ${row.coordinate} differs from its dataset`);
    entries.set(typeOf(row.coordinate), row);
  }
  return entries;
};

const write = async (rows: readonly SheetRow[], { tx, actor, now, services }: Taking): Promise<Import> => {
  const view = services.catalogue();
  const unknown = rows.filter(({ coordinate }) => !view.catalogue.items.has(coordinate));
  if (unknown.length > 0) {
    const coordinates = unknown.map(({ coordinate }) => coordinate);
    throw sharingError("HUB_UNKNOWN_COORDINATE", `Not in the catalogue: ${coordinates.join(", ")}`, { coordinates });
  }
  const described: string[] = [];
  for (const [typeName, { sharingMethod, conditions }] of entriesOf(rows)) {
    if (`${sharingMethod}${conditions}` === "") continue;
    const data = { sharingMethod, conditions, updatedBy: actor.officer, updatedAt: now };
    await tx.catalogueEntry.upsert({ where: { typeName }, create: { typeName, ...data }, update: data });
    described.push(typeName);
  }
  return { described, differing: rows.filter((row) => differs(view, row)).map(({ coordinate }) => coordinate) };
};

/** The department that all rows belong to; null when there are several, which only the authority may describe. */
const providerOf = (view: CatalogueView, rows: readonly SheetRow[]): string | null => {
  const owners = new Set(rows.map(({ coordinate }) => view.catalogue.items.get(coordinate)?.owner ?? ""));
  const [owner] = owners;
  return owners.size === 1 && owner ? owner : null;
};

const importSheet = (context: Context, base64: string): Promise<Import> =>
  perform(context, {
    action: "DESCRIBE_CATALOGUE",
    load: async (_tx, actor) => {
      // Who may not import has no file unpacked for them.
      if (!actor.roles.has("OWNER") && !actor.roles.has("AUTHORITY")) return { rows: [], provider: null };
      const rows = await readSpreadsheet(Buffer.from(base64, "base64"));
      return { rows, provider: providerOf(servicesOf(context.database).catalogue(), rows) };
    },
    view: ({ provider }) => ({ id: null, state: null, consumer: null, provider, hands: {} }),
    change: async ({ rows }, taking) => {
      const result = await write(rows, taking);
      return { result, id: "entries", detail: { described: result.described } };
    },
  });

builder.mutationField("importCatalogue", (t) =>
  t.field({
    type: CatalogueImport,
    description: "导入目录的电子表格：更新共享方式、使用条件；分类、主题、更新频率随模式，不随导入改变",
    ...internal,
    args: { spreadsheet: t.arg.string({ required: true, description: "电子表格（xlsx，Base64）" }) },
    resolve: (_, { spreadsheet }, context) => importSheet(context, spreadsheet),
  }),
);
