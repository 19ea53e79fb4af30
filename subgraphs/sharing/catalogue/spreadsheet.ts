import ExcelJS from "exceljs";
import type { CatalogItem } from "../../../schema/catalog/catalog-item.ts";
import type { ShareType } from "../../../schema/catalog/vocabulary.ts";
import type { CatalogueView } from "./catalogue-view.ts";
import { cycleWord } from "./cycle-words.ts";
import { invalid } from "../errors.ts";

/** Facts of a catalogue entry that the schema does not hold (art. 13); one entry per dataset. */
export interface DatasetEntry {
  readonly typeName: string;
  readonly sharingMethod: string;
  readonly conditions: string;
}

/** One row of a sheet that was handed in. */
export interface SheetRow extends Omit<DatasetEntry, "typeName"> {
  readonly coordinate: string;
  readonly share: string;
  readonly level: string;
  readonly mask: string;
  readonly theme: string;
  readonly updateCycle: string;
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
  { key: "level", header: "敏感级别", width: 10 },
  { key: "mask", header: "脱敏方式", width: 16 },
  { key: "basis", header: "依据", width: 30 },
  { key: "theme", header: "主题", width: 16 },
] as const;

/** Chinese word of a share type, as the sheet shows it. */
export function shareWord(share: ShareType): string {
  return SHARES[share];
}

/** Writes items as an Excel workbook, one row each, in the order given. */
export async function writeSpreadsheet(
  view: CatalogueView,
  items: readonly CatalogItem[],
  entries: ReadonlyMap<string, DatasetEntry>,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet("政务数据目录", { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = COLUMNS.map((column) => ({ ...column }));
  sheet.getRow(1).font = { bold: true };
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: COLUMNS.length } };
  for (const item of items) {
    const entry = entries.get(item.typeName);
    sheet.addRow({
      coordinate: item.coordinate,
      dataset: view.typeNames.get(item.typeName) ?? "",
      name: item.description ?? "",
      owner: item.owner,
      format: item.type,
      updateCycle: cycleWord(item.updateCycle),
      share: shareWord(item.share),
      sharingMethod: entry?.sharingMethod ?? "",
      conditions: entry?.conditions ?? "",
      level: item.level,
      mask: item.mask ?? "",
      basis: item.basis ?? "",
      theme: item.theme ?? "",
    });
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

const MOST_BYTES = 2_000_000;
const MOST_UNPACKED = 60_000_000;

const refused = (en: string, zh: string): Error => invalid("spreadsheet", en, zh);

/** Sum of the sizes that a ZIP file's central directory states: a small file must not unpack into a huge one. */
const unpackedSize = (file: Buffer): number => {
  let sum = 0;
  for (
    let at = file.indexOf("PK\x01\x02");
    at >= 0 && at + 28 <= file.length;
    at = file.indexOf("PK\x01\x02", at + 4)
  ) {
    sum += file.readUInt32LE(at + 24);
  }
  return sum;
};

const COORDINATE = /^[_A-Za-z]\w*\.[_A-Za-z]\w*$/;

/**
 * Reads a workbook of the form that `writeSpreadsheet` writes; columns are found by their headings, wherever they stand.
 * @throws HUB_APPLICATION_INVALID when it is none, is too large, lacks a heading, or names a coordinate twice
 */
export async function readSpreadsheet(file: Buffer): Promise<readonly SheetRow[]> {
  if (file.length > MOST_BYTES || unpackedSize(file) > MOST_UNPACKED) throw refused("it is too large", "文件过大");
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(file as never).catch(() => {
    throw refused("expected an Excel workbook (.xlsx)", "应为 Excel 工作簿（.xlsx）");
  });
  const sheet = workbook.worksheets[0];
  if (!sheet) throw refused("expected a sheet", "应有工作表");
  const headings = new Map<string, number>();
  sheet.getRow(1).eachCell((cell, column) => headings.set(cell.text.trim(), column));
  const wanted = [
    "coordinate",
    "share",
    "level",
    "mask",
    "theme",
    "updateCycle",
    "sharingMethod",
    "conditions",
  ] as const;
  const columnOf = (key: (typeof wanted)[number]): number => {
    const header = COLUMNS.find((column) => column.key === key)?.header ?? key;
    const column = headings.get(header);
    if (column === undefined) throw refused(`expected a column ${header}`, `缺少列“${header}”`);
    return column;
  };
  const columns = Object.fromEntries(wanted.map((key) => [key, columnOf(key)])) as Record<
    (typeof wanted)[number],
    number
  >;
  const rows: SheetRow[] = [];
  sheet.eachRow((row, number) => {
    const read = (key: (typeof wanted)[number]): string => row.getCell(columns[key]).text.trim();
    if (number === 1 || read("coordinate") === "") return;
    if (!COORDINATE.test(read("coordinate")))
      throw refused(`row ${number}: expected a coordinate`, `第 ${number} 行：应为字段坐标`);
    rows.push(Object.fromEntries(wanted.map((key) => [key, read(key)])) as unknown as SheetRow);
  });
  if (new Set(rows.map(({ coordinate }) => coordinate)).size !== rows.length)
    throw refused("a coordinate stands twice", "有字段坐标重复");
  return rows;
}
