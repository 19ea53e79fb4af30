import { invalid, unknownCoordinates } from "../errors.ts";
import type { StepContext } from "../workflow/step.ts";
import type { CatalogueView } from "./catalogue-view.ts";
import { cycleWord } from "./cycle-words.ts";
import { shareWord, type SheetRow } from "./spreadsheet.ts";

/** The result of an import: datasets that were described, and coordinates of which the sheet says other than the catalogue. */
export interface Import {
  readonly described: readonly string[];
  readonly differing: readonly string[];
}

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
    if (!same)
      throw invalid(
        "spreadsheet",
        `${row.coordinate} differs from its dataset`,
        `${row.coordinate} 与其数据集所述不一致`,
      );
    entries.set(typeOf(row.coordinate), row);
  }
  return entries;
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
    const coordinates = unknown.map(({ coordinate }) => coordinate);
    throw unknownCoordinates(coordinates);
  }
  const described: string[] = [];
  for (const [typeName, { sharingMethod, conditions }] of entriesOf(rows)) {
    if (`${sharingMethod}${conditions}` === "") continue;
    const data = { sharingMethod, conditions, updatedBy: actor.officer, updatedAt: now };
    await tx.catalogueEntry.upsert({ where: { typeName }, create: { typeName, ...data }, update: data });
    described.push(typeName);
  }
  return { described, differing: rows.filter((row) => differs(view, row)).map(({ coordinate }) => coordinate) };
}

/** The department that all rows belong to; null when there are several, which only the authority may describe. Pure. */
export function providerOf(view: CatalogueView, rows: readonly SheetRow[]): string | null {
  const owners = new Set(rows.map(({ coordinate }) => view.catalogue.items.get(coordinate)?.owner ?? ""));
  const [owner] = owners;
  return owners.size === 1 && owner ? owner : null;
}
