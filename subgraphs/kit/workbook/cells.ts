import { partOf, type Package } from "./parts.ts";
import { WorkbookRefused } from "./refusal.ts";
import { readXml, type Element, type Handlers } from "./xml.ts";

/** Texts of a row that is not empty, by the number of their column, from 1. */
export interface SheetLine {
  readonly number: number;
  readonly cells: ReadonlyMap<number, string>;
}

/** What a sheet may hold. */
export interface SheetForm {
  /** Rows at most. Excel itself ends at 1,048,576. */
  readonly rows: number;
  /** Whether numbers and truth values are told, as texts; otherwise every cell has to be a text. */
  readonly numbers: boolean;
  /** The row of the column names, from 1: cells above it, such as a title's, may be merged. */
  readonly header: number;
}

/** A sheet of texts, whose first row names the columns. */
export const TEXTS: SheetForm = { rows: 10_000, numbers: false, header: 1 };

/** Bounds of a table. Excel itself ends at 16,384 columns. */
const MOST_COLUMNS = 64;
const MOST_IN_CELL = 4_000;
const MOST_CHARACTERS = 4_000_000;
const MOST_STRINGS = 200_000;
const MOST_OF_EXCEL = 16_384;

const refused = (en: string, zh: string): WorkbookRefused => new WorkbookRefused(en, zh);

/** Excel writes characters that XML cannot hold, and texts that look like such, as `_xHHHH_`. */
const decoded = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Gathers the text of one cell or string; the reading aid of a character (`rPh`) is not part of it. */
const gathering = () => {
  let text = "";
  return {
    add: (more: string): void => {
      if (text.length + more.length > MOST_IN_CELL)
        throw refused(`a cell has more than ${MOST_IN_CELL} characters`, `单元格超过 ${MOST_IN_CELL} 字`);
      text += more;
    },
    take: (): string => {
      const found = decoded(text);
      text = "";
      return found;
    },
  };
};

const isShownText = (path: readonly string[]): boolean => path.at(-1) === "t" && !path.includes("rPh");

/** Reads the table of strings that cells name by their number. @throws WorkbookRefused */
export async function readSharedStrings(from: Package, name: string): Promise<readonly string[]> {
  const strings: string[] = [];
  const current = gathering();
  let characters = 0;
  const handlers: Handlers = {
    open: () => undefined,
    text: (text, path) => {
      if (!isShownText(path)) return;
      current.add(text);
      if ((characters += text.length) > MOST_CHARACTERS) throw refused("it has too much text", "文字过多");
    },
    close: (path) => {
      if (path.at(-1) !== "si") return;
      if (strings.push(current.take()) > MOST_STRINGS) throw refused("it has too much text", "文字过多");
    },
  };
  await readXml(from.file, partOf(from, name), from.budget, handlers);
  return strings;
}

/** Elements of a sheet that change neither what a cell holds nor whether it is seen. */
const PLAIN = new Set([
  ...["", "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter"],
  ...["phoneticPr", "printOptions", "pageMargins", "pageSetup", "headerFooter", "ignoredErrors", "extLst"],
]);

/** Chinese names of what a plain sheet does not have. */
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ["mergeCells", "合并单元格"],
  ["dataValidations", "数据验证"],
  ["conditionalFormatting", "条件格式"],
  ["hyperlinks", "超链接"],
  ["drawing", "图形"],
  ["legacyDrawing", "批注或图形"],
  ["tableParts", "表格"],
  ["oleObjects", "嵌入对象"],
  ["controls", "控件"],
  ["scenarios", "方案"],
  ["customSheetViews", "自定义视图"],
]);

const assertPlainElement = (name: string, { header }: SheetForm): void => {
  if (PLAIN.has(name) || (name === "mergeCells" && header > 1)) return;
  const zh = SPECIAL.get(name);
  throw refused(`${zh ? name : "this element"} is not allowed in the sheet`, `工作表不得含${zh ?? "此类内容"}`);
};

const whole = (text: string | null, most: number, en: string, zh: string): number => {
  const value = /^\d{1,10}$/.test(text ?? "") ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw refused(`expected at most ${most} ${en}`, `至多 ${most} ${zh}`);
};

/** Sizes below which nobody reads a text: a width in characters, a height in points. */
const LEAST = { width: 1, defaultColWidth: 1, ht: 4, defaultRowHeight: 4 } as const;

/** @throws WorkbookRefused where a row or column is hidden, by its mark or by its size */
const assertShown = (attribute: Element["attribute"], hiding: string, ...sizes: (keyof typeof LEAST)[]): void => {
  const isSmall = sizes.some((size) => !(Number(attribute(size) ?? LEAST[size]) >= LEAST[size]));
  if (isSmall || !["0", "false", null].includes(attribute(hiding)))
    throw refused("hidden rows and columns are not allowed", "不得含隐藏的行或列");
};

/** Column of a reference such as `C5`, which has to stand in `row`. */
const columnOf = (reference: string, row: number): number => {
  const [, letters = "", digits = ""] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? [];
  const column = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  if (column === 0 || Number(digits) !== row) throw refused("a cell stands in the wrong row", "单元格位置有误");
  if (column > MOST_COLUMNS) throw refused(`expected at most ${MOST_COLUMNS} columns`, `至多 ${MOST_COLUMNS} 列`);
  return column;
};

/** @throws WorkbookRefused for merged cells that reach the names of the columns or what stands below them: all but one lose their value */
const assertAbove = (range: string | null, { header }: SheetForm): void => {
  const [, last = ""] = /^[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}(\d{1,7})$/.exec(range ?? "") ?? [];
  if (last === "" || Number(last) >= header)
    throw refused("mergeCells is not allowed in the sheet", "工作表不得含合并单元格");
};

/** Above it, Excel has already lost digits of what was typed: it keeps fifteen. */
const EXACT = 1e15;

/** A number as Excel shows it, in fifteen digits: the file has what a machine keeps of it, such as 4.0999999999999996 for 4.1. */
const numberIn = (text: string): string | undefined => {
  const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : NaN;
  if (!(Math.abs(number) < EXACT)) return undefined;
  const written = String(Number(number.toPrecision(15)));
  return written.includes("e") ? undefined : written;
};

/** Follows a sheet, cell by cell, in the order of rows and columns. */
class SheetReader implements Handlers {
  readonly lines: SheetLine[] = [];
  readonly #strings: readonly string[];
  readonly #form: SheetForm;
  readonly #current = gathering();
  #row = 0;
  #column = 0;
  #type = "n";
  #characters = 0;
  #cells = new Map<number, string>();

  constructor(strings: readonly string[], form: SheetForm) {
    this.#strings = strings;
    this.#form = form;
  }

  readonly open = ({ name, attribute, path }: Element): void => {
    if (path.length === 0 && name !== "worksheet") throw refused("expected a sheet of cells", "应为普通工作表");
    if (path.length === 1) assertPlainElement(name, this.#form);
    if (name === "mergeCell" && path.at(-1) === "mergeCells") assertAbove(attribute("ref"), this.#form);
    if (name === "col" && path.at(-1) === "cols") {
      whole(attribute("min"), MOST_OF_EXCEL, "columns", "列");
      whole(attribute("max"), MOST_OF_EXCEL, "columns", "列");
      assertShown(attribute, "hidden", "width");
    }
    if (name === "sheetFormatPr") assertShown(attribute, "zeroHeight", "defaultColWidth", "defaultRowHeight");
    if (path[1] !== "sheetData") return;
    if (name === "row" && path.length === 2) this.#openRow(attribute);
    else if (name === "c" && path.length === 3) this.#openCell(attribute);
    else if (name === "f") throw refused("formulas are not allowed", "不得含公式");
  };

  #openRow(attribute: Element["attribute"]): void {
    const number = whole(attribute("r") ?? String(this.#row + 1), this.#form.rows, "rows", "行");
    if (number <= this.#row) throw refused("a row stands twice", "行号重复");
    assertShown(attribute, "hidden", "ht");
    this.#row = number;
    this.#column = 0;
    this.#cells = new Map();
  }

  #openCell(attribute: Element["attribute"]): void {
    const reference = attribute("r");
    const column = reference === null ? this.#column + 1 : columnOf(reference, this.#row);
    if (column <= this.#column || column > MOST_COLUMNS) throw refused("a cell stands twice", "单元格重复");
    this.#column = column;
    this.#type = attribute("t") ?? "n";
  }

  readonly text = (text: string, path: readonly string[]): void => {
    if (path[1] !== "sheetData") return;
    const isValue = path.at(-1) === "v" && path.at(-2) === "c";
    if (isValue || (isShownText(path) && path.includes("is"))) this.#current.add(text);
  };

  readonly close = (path: readonly string[]): void => {
    if (path[1] !== "sheetData") return;
    if (path.length === 4 && path.at(-1) === "c") this.#closeCell();
    if (path.length === 3 && this.#cells.size > 0) this.lines.push({ number: this.#row, cells: this.#cells });
  };

  #closeCell(): void {
    const value = this.#current.take();
    if (value === "") return;
    const text = this.#textOf(value);
    if ((this.#characters += text.length) > MOST_CHARACTERS) throw refused("it has too much text", "文字过多");
    this.#cells.set(this.#column, text);
  }

  #textOf(value: string): string {
    if (this.#type === "inlineStr" || this.#type === "str") return value;
    const found =
      this.#type === "s" ? (/^\d{1,7}$/.test(value) ? this.#strings[Number(value)] : undefined) : this.#number(value);
    if (found !== undefined) return found;
    throw refused(
      `row ${this.#row}, column ${this.#column}: expected text; format the cell as text`,
      `第 ${this.#row} 行第 ${this.#column} 列：应为文本，请将单元格设为文本格式`,
    );
  }

  #number(value: string): string | undefined {
    if (!this.#form.numbers) return undefined;
    if (this.#type === "b") return /^[01]$/.test(value) ? value : undefined;
    return this.#type === "n" ? numberIn(value) : undefined;
  }
}

/** Reads the cells of a sheet. @throws WorkbookRefused */
export async function readCells(
  from: Package,
  name: string,
  strings: readonly string[],
  form: SheetForm,
): Promise<readonly SheetLine[]> {
  const reader = new SheetReader(strings, form);
  await readXml(from.file, partOf(from, name), from.budget, reader);
  return reader.lines;
}
