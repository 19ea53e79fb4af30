import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import { IMPORTANCE_WORDS, type ShareType } from "../../../schema/catalog/vocabulary.ts";
import { restored } from "../../../schema/workbook-sheet.ts";
import { invalid } from "../errors.ts";
import type { SheetLine } from "../../kit/workbook/cells.ts";
import { readWorkbook } from "../../kit/workbook/read-workbook.ts";
import { WorkbookRefused } from "../../kit/workbook/refusal.ts";
import { writeWorkbook } from "../../kit/workbook/write-workbook.ts";
import type { CatalogueView } from "./catalogue-view.ts";
import { cycleWord } from "./cycle-words.ts";

/** Facts of a catalogue entry that the schema does not hold (art. 13): one entry for what a department has in a dataset. */
export interface DatasetEntry {
  readonly typeName: string;
  readonly owner: string;
  readonly sharingMethod: string;
  readonly conditions: string;
}

/** One row of a sheet that was handed in. */
export interface SheetRow extends Omit<DatasetEntry, "typeName" | "owner"> {
  readonly coordinate: string;
  readonly share: string;
  readonly level: string;
  readonly mask: string;
  readonly theme: string;
  readonly updateCycle: string;
  readonly importance: string;
}

const SHARES: Readonly<Record<ShareType, string>> = {
  UNCONDITIONAL: "无条件共享",
  CONDITIONAL: "有条件共享",
  NOT_SHARED: "不予共享",
};

const COLUMNS = [
  { key: "coordinate", header: "字段坐标", width: 36 },
  { key: "dataset", header: "数据集", width: 20 },
  { key: "name", header: "数据项名称", width: 28 },
  { key: "owner", header: "提供部门", width: 20 },
  { key: "format", header: "数据格式", width: 14 },
  { key: "updateCycle", header: "更新频率", width: 12 },
  { key: "share", header: "共享属性", width: 14 },
  { key: "sharingMethod", header: "共享方式", width: 14 },
  { key: "conditions", header: "使用条件", width: 30 },
  { key: "level", header: "数据级别", width: 10 },
  { key: "mask", header: "脱敏方式", width: 16 },
  { key: "basis", header: "依据", width: 30 },
  { key: "theme", header: "主题", width: 16 },
  { key: "importance", header: "数据重要性", width: 12 },
] as const;

type ColumnKey = (typeof COLUMNS)[number]["key"];

/** Chinese word of a share type, as the sheet shows it. */
export function shareWord(share: ShareType): string {
  return SHARES[share];
}

/** Key of the entry that an item belongs to: what one department has in one dataset. */
export function entryKey({ typeName, owner }: Pick<DatasetEntry, "typeName" | "owner">): string {
  return `${typeName} ${owner}`;
}

/**
 * Writes items as an Excel workbook, one row each, in the order given.
 * @param entries by `entryKey`
 */
export function writeSpreadsheet(
  view: CatalogueView,
  items: readonly CatalogItem[],
  entries: ReadonlyMap<string, DatasetEntry>,
): Buffer {
  const textsOf = (item: CatalogItem): Record<ColumnKey, string> => ({
    coordinate: item.coordinate,
    dataset: view.typeNames.get(item.typeName) ?? "",
    name: item.description ?? "",
    owner: item.owner,
    format: item.type,
    updateCycle: cycleWord(item.updateCycle),
    share: shareWord(item.share),
    sharingMethod: entries.get(entryKey(item))?.sharingMethod ?? "",
    conditions: entries.get(entryKey(item))?.conditions ?? "",
    level: item.level,
    importance: IMPORTANCE_WORDS[item.importance],
    mask: item.mask ?? "",
    basis: item.basis ?? "",
    theme: item.theme ?? "",
  });
  const rows = items.map((item) => {
    const texts = textsOf(item);
    return COLUMNS.map(({ key }) => texts[key]);
  });
  return writeWorkbook({ name: "政务数据目录", columns: COLUMNS, rows });
}

const refused = (en: string, zh: string): Error => invalid("spreadsheet", en, zh);

const COORDINATE = /^[_A-Za-z]\w{0,99}\.[_A-Za-z]\w{0,99}$/;

const WANTED = [
  "coordinate",
  "share",
  "level",
  "mask",
  "theme",
  "updateCycle",
  "importance",
  "sharingMethod",
  "conditions",
] as const;

type Wanted = (typeof WANTED)[number];

/** Number of the column of each heading. @throws HUB_APPLICATION_INVALID for a heading that is missing or stands twice */
const columnsOf = (first: SheetLine | undefined): Readonly<Record<Wanted, number>> => {
  const headings = new Map<string, number>();
  for (const [column, text] of first?.number === 1 ? first.cells : []) {
    if (headings.has(text.trim())) throw refused("a heading stands twice", "标题行有重复的列名");
    headings.set(text.trim(), column);
  }
  const columnOf = (key: Wanted): number => {
    const header = COLUMNS.find((column) => column.key === key)?.header ?? key;
    const column = headings.get(header);
    if (column === undefined) throw refused(`expected a column ${header}`, `缺少列“${header}”`);
    return column;
  };
  return Object.fromEntries(WANTED.map((key) => [key, columnOf(key)])) as Record<Wanted, number>;
};

/**
 * Reads a workbook of the form that `writeSpreadsheet` writes; columns are found by their headings, wherever they stand.
 * @throws HUB_APPLICATION_INVALID when the workbook is refused, lacks a heading or has it twice, or when a row names no
 *   coordinate or one that another row names
 */
export async function readSpreadsheet(file: Buffer): Promise<readonly SheetRow[]> {
  const [first, ...lines] = await readWorkbook(file).catch((error: unknown) => {
    throw error instanceof WorkbookRefused ? refused(error.words.en, error.words.zh) : error;
  });
  const columns = columnsOf(first);
  const rows = lines.map(({ number, cells }) => {
    const read = (key: Wanted): string => restored((cells.get(columns[key]) ?? "").trim());
    if (!COORDINATE.test(read("coordinate")))
      throw refused(`row ${number}: expected a coordinate`, `第 ${number} 行：应为字段坐标`);
    return Object.fromEntries(WANTED.map((key) => [key, read(key)])) as unknown as SheetRow;
  });
  if (new Set(rows.map(({ coordinate }) => coordinate)).size !== rows.length)
    throw refused("a coordinate stands twice", "有字段坐标重复");
  return rows;
}
