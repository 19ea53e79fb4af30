import { invalid, unknownCoordinates } from "../errors.ts";
import { text } from "../workflow/arguments.ts";
import type { StepContext } from "../workflow/step.ts";
import type { CatalogueView } from "./catalogue-view.ts";
import { cycleWord } from "./cycle-words.ts";
import { entryKey, shareWord, type DatasetEntry, type SheetRow } from "./spreadsheet.ts";

/** The result of an import: datasets that were described, and coordinates of which the sheet says other than the catalogue. */
export interface Import {
  readonly described: readonly string[];
  readonly differing: readonly string[];
}

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

const METHOD = text("共享方式", 200);
const CONDITIONS = text("使用条件");

const checked = (argument: typeof METHOD, value: string): string =>
  value === "" ? "" : argument.read("spreadsheet", value);

/** One entry for what a department has in a dataset: its rows must say the same. */
const entriesOf = (view: CatalogueView, rows: readonly SheetRow[]): readonly DatasetEntry[] => {
  const entries = new Map<string, DatasetEntry>();
  for (const { coordinate, sharingMethod, conditions } of rows) {
    const item = view.catalogue.items.get(coordinate);
    if (item === undefined) continue;
    const before = entries.get(entryKey(item));
    if (before && (before.sharingMethod !== sharingMethod || before.conditions !== conditions))
      throw invalid("spreadsheet", `${coordinate} differs from its dataset`, `${coordinate} 与其数据集所述不一致`);
    entries.set(entryKey(item), { typeName: item.typeName, owner: item.owner, sharingMethod, conditions });
  }
  return [...entries.values()];
};

/**
 * Writes what a sheet says of its datasets beside the schema; classification, theme and cycle stay as the schema has them.
 * @throws HUB_UNKNOWN_COORDINATE, HUB_APPLICATION_INVALID
 */
export async function describeDatasets(
  { tx, actor, now, services }: StepContext,
  rows: readonly SheetRow[],
): Promise<Import> {
  const view = services.catalogue();
  const unknown = rows.filter(({ coordinate }) => !view.catalogue.items.has(coordinate));
  if (unknown.length > 0) {
    const coordinates = unknown.slice(0, 20).map(({ coordinate }) => coordinate);
    throw unknownCoordinates(coordinates);
  }
  const described: string[] = [];
  for (const { typeName, owner, ...told } of entriesOf(view, rows)) {
    const sharingMethod = checked(METHOD, told.sharingMethod);
    const conditions = checked(CONDITIONS, told.conditions);
    if (`${sharingMethod}${conditions}` === "") continue;
    const data = { sharingMethod, conditions, updatedBy: actor.officer, updatedAt: now };
    const key = { typeName, owner };
    await tx.catalogueEntry.upsert({ where: { typeName_owner: key }, create: { ...key, ...data }, update: data });
    if (!described.includes(typeName)) described.push(typeName);
  }
  return { described, differing: rows.filter((row) => differs(view, row)).map(({ coordinate }) => coordinate) };
}

/** The department that all rows belong to; null when there are several, which only the authority may describe. Pure. */
export function providerOf(view: CatalogueView, rows: readonly SheetRow[]): string | null {
  const owners = new Set(rows.map(({ coordinate }) => view.catalogue.items.get(coordinate)?.owner ?? ""));
  const [owner] = owners;
  return owners.size === 1 && owner ? owner : null;
}
