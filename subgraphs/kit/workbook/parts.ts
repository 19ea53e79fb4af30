import { WorkbookRefused } from "./refusal.ts";
import { readXml } from "./xml.ts";
import type { Budget, ZipEntry } from "./zip.ts";

/** A workbook's file with its directory, and the bytes that it may still unpack into. */
export interface Package {
  readonly file: Buffer;
  readonly directory: ReadonlyMap<string, ZipEntry>;
  readonly budget: Budget;
}

/** Parts of a plain workbook. Only relations, workbook, sheet and shared strings are ever unpacked. */
const PLAIN = [
  /^(?:[\w.-]+\/)+$/,
  /^\[Content_Types\]\.xml$/,
  /^_rels\/\.rels$/,
  /^docProps\/[\w.-]+$/,
  /^docMetadata\/[\w.-]+$/,
  /^customXml\/(?:_rels\/)?[\w.-]+$/,
  /^xl\/workbook\.xml$/,
  /^xl\/_rels\/workbook\.xml\.rels$/,
  /^xl\/worksheets\/(?:_rels\/)?[\w.-]+$/,
  /^xl\/(?:styles|sharedStrings|metadata)\.xml$/,
  /^xl\/theme\/[\w.-]+$/,
  /^xl\/printerSettings\/[\w.-]+$/,
];

const SPECIAL: readonly (readonly [RegExp, string, string])[] = [
  [/^xl\/externalLinks\//, "links to other files are not allowed", "不得含外部链接"],
  [/^xl\/vba/, "macros are not allowed", "不得含宏"],
  [/^xl\/calcChain\.xml$/, "formulas are not allowed", "不得含公式"],
  [/^xl\/(?:comments|threadedComments|persons)/, "comments are not allowed", "不得含批注"],
];

/** @throws WorkbookRefused for parts that a plain table does not have: macros, links, drawings, embedded files */
export function assertPlain({ directory }: Package): void {
  for (const name of directory.keys()) {
    const special = SPECIAL.find(([pattern]) => pattern.test(name));
    if (special) throw new WorkbookRefused(special[1], special[2]);
    if (!PLAIN.some((pattern) => pattern.test(name)))
      throw new WorkbookRefused("expected a workbook of plain cells", "应为只含普通单元格的工作簿");
  }
}

/** The part of a name. @throws WorkbookRefused when there is none */
export function partOf({ directory }: Package, name: string): ZipEntry {
  const entry = directory.get(name);
  if (entry === undefined)
    throw new WorkbookRefused("expected an Excel workbook (.xlsx)", "应为 Excel 工作簿（.xlsx）");
  return entry;
}

/** Names of the parts that hold the sheet and, when there is one, the shared strings. */
export interface Layout {
  readonly sheet: string;
  readonly sharedStrings: string | null;
}

const MOST_OF_NAME = 1000;

/** Elements of a workbook beside its sheets and names. An element of another vocabulary has no name here. */
const HARMLESS = new Set([
  ...["", "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "customWorkbookViews"],
  ...["calcPr", "fileRecoveryPr", "extLst"],
]);

/** The relation of the only sheet. @throws WorkbookRefused for several or hidden sheets, and for names of cells */
const readSheetRelation = async (from: Package): Promise<string> => {
  const sheets: string[] = [];
  let named = 0;
  await readXml(from.file, partOf(from, "xl/workbook.xml"), from.budget, {
    open: ({ name, attribute, path }) => {
      if (path.length === 1 && name === "externalReferences")
        throw new WorkbookRefused("links to other files are not allowed", "不得含外部链接");
      if (path.length === 1 && !HARMLESS.has(name) && name !== "sheets" && name !== "definedNames")
        throw new WorkbookRefused("expected a workbook of plain cells", "应为只含普通单元格的工作簿");
      if (name === "workbookPr" && !["0", "false", null].includes(attribute("date1904")))
        throw new WorkbookRefused("days counted from 1904 are not allowed", "不得使用 1904 日期系统");
      if (name === "definedName" && !(attribute("name") ?? "").startsWith("_xlnm."))
        throw new WorkbookRefused("names of cells are not allowed", "不得含自定义名称");
      if (name !== "sheet" || path.at(-1) !== "sheets") return;
      if ((attribute("state") ?? "visible") !== "visible")
        throw new WorkbookRefused("hidden sheets are not allowed", "不得含隐藏的工作表");
      sheets.push(attribute("id", "relationship") ?? "");
    },
    text: (text, path) => {
      if (path.includes("definedName") && (named += text.length) > MOST_OF_NAME)
        throw new WorkbookRefused("names of cells are not allowed", "不得含自定义名称");
    },
    close: () => undefined,
  });
  const [only] = sheets;
  if (only === undefined || sheets.length > 1)
    throw new WorkbookRefused("expected exactly one sheet", "应只有一张工作表");
  return only;
};

const partNamed = (target: string): string => (target.startsWith("/") ? target.slice(1) : `xl/${target}`);

/** Finds the parts of a workbook with exactly one sheet. @throws WorkbookRefused */
export async function readLayout(from: Package): Promise<Layout> {
  const wanted = await readSheetRelation(from);
  const targets = new Map<"sheet" | "sharedStrings", string>();
  await readXml(from.file, partOf(from, "xl/_rels/workbook.xml.rels"), from.budget, {
    open: ({ name, attribute }) => {
      if (name !== "Relationship") return;
      if (attribute("TargetMode") === "External")
        throw new WorkbookRefused("links to other files are not allowed", "不得含外部链接");
      const type = attribute("Type") ?? "";
      const target = partNamed(attribute("Target") ?? "");
      if (attribute("Id") === wanted && type.endsWith("/worksheet")) targets.set("sheet", target);
      if (type.endsWith("/sharedStrings")) targets.set("sharedStrings", target);
    },
    text: () => undefined,
    close: () => undefined,
  });
  const sheet = targets.get("sheet");
  if (sheet === undefined) throw new WorkbookRefused("expected exactly one sheet", "应只有一张工作表");
  return { sheet, sharedStrings: targets.get("sharedStrings") ?? null };
}
