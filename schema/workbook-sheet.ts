/** A column of a sheet: its heading, and its width in characters. */
export interface SheetColumn {
  readonly header: string;
  readonly width: number;
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The media type of a workbook. */
export const WORKBOOK_TYPE = `${TYPE}.sheet`;

/** Rows that a sheet has at most, its headings among them (Excel's own bound). */
export const MOST_SHEET_ROWS = 1_048_576;

const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Characters that XML cannot hold go; a text that looks like Excel's own escape is told apart from one. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[&<>"]/g, (character) => ESCAPED[character] ?? "");

/** Letters of a column, from 1. */
const lettersOf = (column: number): string =>
  (column > 26 ? lettersOf(Math.floor((column - 1) / 26)) : "") + String.fromCharCode(65 + ((column - 1) % 26));

/** Texts that spreadsheet programs take for a formula, or for the end of a cell, once the table is saved as CSV (OWASP, CSV injection). */
const FORMULA = /^['=+\-@\t\r\n＝＋－＠]/;

/** A text behind an apostrophe where a spreadsheet program could take it for a formula. */
export function neutralised(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text that was neutralised. */
export function restored(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}

/** A row of text cells, neutralised, as a sheet has it; headings are bold. @param row from 1 */
export function sheetRow(texts: readonly string[], row: number, isHeading = false): string {
  const style = isHeading ? ' s="1"' : "";
  const cells = texts.map((text, at) =>
    text === ""
      ? ""
      : `<c r="${lettersOf(at + 1)}${row}" t="inlineStr"${style}><is><t xml:space="preserve">${escaped(neutralised(text))}</t></is></c>`,
  );
  return `<row r="${row}">${cells.join("")}</row>`;
}

const rangeOf = (columns: number, rows: number): string => `A1:${lettersOf(columns)}${rows}`;

/** A sheet up to its first row after the headings. @param rows of the whole sheet, where that is known beforehand */
export function sheetHead(columns: readonly SheetColumn[], rows?: number): string {
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  const headings = columns.map(({ header }) => header);
  const dimension = rows === undefined ? "" : `<dimension ref="${rangeOf(columns.length, rows)}"/>`;
  return `${HEAD}<worksheet xmlns="${MAIN}">${dimension}<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join("")}</cols><sheetData>${sheetRow(headings, 1, true)}`;
}

/** The rest of a sheet after its last row. @param rows of the whole sheet, headings included */
export function sheetTail(columns: number, rows: number): string {
  return `</sheetData><autoFilter ref="${rangeOf(columns, rows)}"/></worksheet>`;
}

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`;

const relations = (of: readonly (readonly [type: string, target: string])[]): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${of
    .map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${RELATION}/${type}" Target="${target}"/>`)
    .join("")}</Relationships>`;

/** Name of the part that holds a workbook's one sheet. */
export const SHEET_PART = "xl/worksheets/sheet1.xml";

/** The parts of a workbook (.xlsx, ISO/IEC 29500) beside its one sheet, which stands between the two lists. @param name of the sheet */
export function workbookParts(name: string): {
  readonly before: readonly { readonly name: string; readonly content: string }[];
  readonly after: readonly { readonly name: string; readonly content: string }[];
} {
  const override = (part: string, type: string): string =>
    `<Override PartName="/${part}" ContentType="${TYPE}.${type}+xml"/>`;
  const types = `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${override("xl/workbook.xml", "sheet.main")}${override(SHEET_PART, "worksheet")}${override("xl/styles.xml", "styles")}</Types>`;
  const book = `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATION}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  return {
    before: [
      { name: "[Content_Types].xml", content: types },
      { name: "_rels/.rels", content: relations([["officeDocument", "xl/workbook.xml"]]) },
      { name: "xl/workbook.xml", content: book },
      {
        name: "xl/_rels/workbook.xml.rels",
        content: relations([
          ["worksheet", "worksheets/sheet1.xml"],
          ["styles", "styles.xml"],
        ]),
      },
    ],
    after: [{ name: "xl/styles.xml", content: STYLES }],
  };
}
