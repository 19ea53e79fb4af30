import { readCells, readSharedStrings, TEXTS, type SheetForm, type SheetLine } from "./cells.ts";
import { assertPlain, readLayout, type Package } from "./parts.ts";
import { readDirectory } from "./zip.ts";

const MOST_UNPACKED = 24_000_000;

/**
 * The texts of a workbook's only sheet. Memory is bounded by what the file unpacks into, 24 MB; time only by whoever calls, so
 * a file from outside MUST be read through `readWorkbook`.
 * @throws WorkbookRefused
 */
export async function parseWorkbook(file: Buffer, form: SheetForm = TEXTS): Promise<readonly SheetLine[]> {
  const from: Package = { file, directory: readDirectory(file), budget: { bytes: MOST_UNPACKED } };
  assertPlain(from);
  const { sheet, sharedStrings } = await readLayout(from);
  return readCells(from, sheet, sharedStrings === null ? [] : await readSharedStrings(from, sharedStrings), form);
}
