import { PassThrough, type Readable } from "node:stream";
import { ZipFile } from "yazl";
import { SHEET_PART, workbookParts } from "../../schema/workbook-sheet.ts";

/** Every workbook says the same of its time: when it was written stands in the watermark. */
const MTIME = new Date("1980-01-01T00:00:00");

const OPTIONS = { mtime: MTIME, compress: true } as const;

/**
 * Packs a sheet into a workbook (.xlsx) while it is written: nothing is held but what its reader has not taken yet.
 * @param sheet the sheet's XML, whole from head to tail. Its error is the error of the result
 */
export function packWorkbook(sheet: Readable): Readable {
  const zip = new ZipFile();
  const { before, after } = workbookParts("导出");
  for (const { name, content } of before) zip.addBuffer(Buffer.from(content), name, OPTIONS);
  zip.addReadStream(sheet, SHEET_PART, OPTIONS);
  for (const { name, content } of after) zip.addBuffer(Buffer.from(content), name, OPTIONS);
  zip.end();
  const packed = new PassThrough();
  zip.outputStream.pipe(packed);
  const failed = (error: unknown): void => {
    packed.destroy(error instanceof Error ? error : new Error("The workbook cannot be packed"));
  };
  sheet.once("error", failed);
  zip.on("error", failed);
  packed.once("close", () => {
    sheet.destroy();
  });
  return packed;
}
