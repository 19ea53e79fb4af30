import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packed } from "../../../subgraphs/kit/workbook/zip.ts";
import { firmsIn, type Firm } from "../registers.ts";

const TITLE = "2025年度企业研发投入统计表";
const HEADER = [
  "序号",
  "统一社会信用代码",
  "企业名称",
  "所属县区",
  "统计年度",
  "研发费用（万元）",
  "研发人员数",
  "填报日期",
  "联系人",
];

const DISTRICTS = new Map([
  ["411102", "源汇区"],
  ["411103", "郾城区"],
  ["411104", "召陵区"],
  ["411121", "舞阳县"],
  ["411122", "临颍县"],
]);

/** One firm in so many has reported research. */
const RESEARCHING = 6;

/** 2026-03-01, as Excel counts days. */
const FIRST_DAY = 46_082;

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** A cell: a number stands as one, with the format of a day where it is one. */
type Cell = string | number | { readonly day: number };

const cellOf = (cell: Cell): string => {
  if (typeof cell === "number") return `<c><v>${cell}</v></c>`;
  if (typeof cell === "object") return `<c s="1"><v>${cell.day}</v></c>`;
  return `<c t="inlineStr"><is><t>${cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`;
};

const sheetOf = (rows: readonly (readonly Cell[])[]): string => {
  const lines = [[TITLE], HEADER, ...rows].map((cells, at) => `<row r="${at + 1}">${cells.map(cellOf).join("")}</row>`);
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${lines.join("")}</sheetData><mergeCells count="1"><mergeCell ref="A1:I1"/></mergeCells></worksheet>`;
};

const workbookOf = (rows: readonly (readonly Cell[])[]): Buffer =>
  packed(
    Object.entries({
      "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
      "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="研发投入" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
      "xl/styles.xml": `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
      "xl/worksheets/sheet1.xml": sheetOf(rows),
    }).map(([name, content]) => ({ name, content })),
  );

const rowOf = ({ code, name, division, spread }: Firm, at: number): readonly Cell[] => [
  at + 1,
  code,
  name,
  DISTRICTS.get(division.slice(0, 6)) ?? "市直",
  2025,
  8 + (spread % 4_000) / 16,
  2 + (spread % 60),
  { day: FIRST_DAY + (spread % 28) },
  "某某",
];

/**
 * Drops the yearly sheet of the science bureau, as its officers make it with Excel: a title over the names of the columns, amounts in 万元, days as Excel
 * keeps them, and beside it the number of its rows. Nothing is done where there are files already.
 * @param registerUrl the register of firms
 */
export async function buildResearch(folder: string, registerUrl: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) return;
  const rows = (await firmsIn(registerUrl)).filter(({ spread }) => spread % RESEARCHING === 0).map(rowOf);
  const file = join(folder, "yftj_20260401.xlsx");
  await writeFile(file, workbookOf(rows));
  await writeFile(`${file}.ok`, `${rows.length}\n`);
}
