import * as v from "valibot";
import { IMPORTANCE_WORDS } from "../../../schema/catalog/vocabulary.ts";
import { list, mapping, parse, text } from "../../../schema/parse.ts";
import { invalid, unknownCoordinates } from "../errors.ts";
import { text as freeText } from "../workflow/arguments.ts";
import type { StepContext } from "../workflow/step.ts";
import type { CatalogueView } from "./catalogue-view.ts";
import { cycleWord } from "./cycle-words.ts";
import { entryKey, shareWord, type DatasetEntry, type SheetRow } from "./spreadsheet.ts";

/** What a sheet says of its datasets, and the coordinates of which it says other than the catalogue. */
interface Import {
  readonly entries: readonly DatasetEntry[];
  readonly differing: readonly string[];
}

const ENTRIES = list(mapping({ typeName: text(), owner: text(), sharingMethod: v.string(), conditions: v.string() }));

/** The entries of a description as its row keeps them. @throws Malformed where somebody else wrote the row */
export function proposedEntries(entries: unknown): readonly DatasetEntry[] {
  return parse(ENTRIES, entries, "entries", { code: "HUB_APPLICATION_INVALID", quotes: false });
}

const differs = (view: CatalogueView, row: SheetRow): boolean => {
  const item = view.catalogue.items.get(row.coordinate);
  return (
    item !== undefined &&
    (item.level !== row.level ||
      shareWord(item.share) !== row.share ||
      (item.mask ?? "") !== row.mask ||
      IMPORTANCE_WORDS[item.importance] !== row.importance ||
      (item.theme ?? "") !== row.theme ||
      cycleWord(item.updateCycle) !== row.updateCycle)
  );
};

const METHOD = freeText("共享方式", 200);
const CONDITIONS = freeText("使用条件");

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
 * Reads what a sheet says of its datasets beside the schema; classification, theme and cycle stay as the schema has them.
 * @throws HUB_UNKNOWN_COORDINATE, HUB_APPLICATION_INVALID
 */
export function describedBy(view: CatalogueView, rows: readonly SheetRow[]): Import {
  const unknown = rows.filter(({ coordinate }) => !view.catalogue.items.has(coordinate));
  if (unknown.length > 0) {
    const coordinates = unknown.slice(0, 20).map(({ coordinate }) => coordinate);
    throw unknownCoordinates(coordinates);
  }
  const entries = entriesOf(view, rows)
    .map(({ typeName, owner, ...told }) => ({
      typeName,
      owner,
      sharingMethod: checked(METHOD, told.sharingMethod),
      conditions: checked(CONDITIONS, told.conditions),
    }))
    .filter(({ sharingMethod, conditions }) => `${sharingMethod}${conditions}` !== "");
  return { entries, differing: rows.filter((row) => differs(view, row)).map(({ coordinate }) => coordinate) };
}

/** Puts audited entries into force: they stand beside the schema in the catalogue. */
export async function publishEntries({ tx, actor, now }: StepContext, entries: readonly DatasetEntry[]): Promise<void> {
  for (const { typeName, owner, sharingMethod, conditions } of entries) {
    const data = { sharingMethod, conditions, updatedBy: actor.officer, updatedAt: now };
    const key = { typeName, owner };
    await tx.catalogueEntry.upsert({ where: { typeName_owner: key }, create: { ...key, ...data }, update: data });
  }
}

/** The department that all rows belong to; null when there are several, whose sheet nobody may hand in. Pure. */
export function providerOf(view: CatalogueView, rows: readonly SheetRow[]): string | null {
  const owners = new Set(rows.map(({ coordinate }) => view.catalogue.items.get(coordinate)?.owner ?? ""));
  const [owner] = owners;
  return owners.size === 1 && owner ? owner : null;
}
