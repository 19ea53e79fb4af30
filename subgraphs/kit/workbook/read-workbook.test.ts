import { describe, expect, test } from "@jest/globals";
import ExcelJS from "exceljs";
import { parseWorkbook } from "./parse-workbook.ts";
import { readWorkbook } from "./read-workbook.ts";
import { writeWorkbook, type Table } from "./write-workbook.ts";
import { packed } from "./zip.ts";

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET = "xl/worksheets/sheet1.xml";

const cells = (...texts: string[]): string =>
  `<row r="1">${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`;
const sheet = (rows: string, after = "", before = ""): string =>
  `<worksheet ${MAIN}>${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;
const book = (sheets: string, more = ""): string =>
  `<workbook ${MAIN} xmlns:r="${RELATION}"><sheets>${sheets}</sheets>${more}</workbook>`;
const ONE = '<sheet name="a" sheetId="1" r:id="rId1"/>';
const relations = (...more: string[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/>${more.join("")}</Relationships>`;

const PARTS: Readonly<Record<string, string>> = {
  "[Content_Types].xml": "<Types/>",
  "_rels/.rels": "<Relationships/>",
  "xl/workbook.xml": book(ONE),
  "xl/_rels/workbook.xml.rels": relations(),
  [SHEET]: sheet(cells("a", "b")),
};

/** A workbook of small parts, some of them exchanged. */
const workbook = (parts: Readonly<Record<string, string>> = {}): Buffer =>
  packed(Object.entries({ ...PARTS, ...parts }).map(([name, content]) => ({ name, content })));

const refusal = async (file: Buffer): Promise<string> =>
  parseWorkbook(file).then(
    (lines) => `read ${lines.length} lines`,
    (error: unknown) => (error as Error).message,
  );

/** Writes a number into every header that the signature begins, central or local. */
const patched = (file: Buffer, signature: string, offset: number, value: number): Buffer => {
  const copy = Buffer.from(file);
  for (let at = copy.indexOf(signature, 0, "latin1"); at >= 0; at = copy.indexOf(signature, at + 4, "latin1"))
    copy.writeUInt32LE(value, at + offset);
  return copy;
};

const CENTRAL = "PK\x01\x02";

const TABLE: Table = {
  name: "目录 & <表>",
  columns: [
    { header: "甲", width: 10 },
    { header: "乙", width: 20 },
  ],
  rows: [
    ['=HYPERLINK("http://x")', "  两端空格 & <尖括号>  "],
    ["", "_x0041_ stays as written"],
    ["+1", "行一\n行二"],
  ],
};

describe("a workbook of our own", () => {
  test("comes back as it went out, but for the apostrophe before what could be a formula", async () => {
    expect((await readWorkbook(writeWorkbook(TABLE))).map(({ number, cells }) => [number, ...cells])).toEqual([
      [1, [1, "甲"], [2, "乙"]],
      [2, [1, '\'=HYPERLINK("http://x")'], [2, "  两端空格 & <尖括号>  "]],
      [3, [2, "_x0041_ stays as written"]],
      [4, [1, "'+1"], [2, "行一\n行二"]],
    ]);
  });

  test("is read by another program, as text alone, with its heading frozen", async () => {
    const other = new ExcelJS.Workbook();
    await other.xlsx.load(writeWorkbook(TABLE) as never);
    const [read] = other.worksheets;
    expect([read?.name, read?.views[0]?.state, read?.getColumn(2).width]).toEqual(["目录 & <表>", "frozen", 20]);
    expect(read?.getCell("A2").text).toBe('\'=HYPERLINK("http://x")');
    expect(read?.getCell("B2").text).toBe("  两端空格 & <尖括号>  ");
    expect(read?.getCell("A2").formula).toBeUndefined();
  });
});

test("a workbook of another program is read: shared strings, rich text, a filter, gaps between rows", async () => {
  const other = new ExcelJS.Workbook();
  const made = other.addWorksheet("表");
  made.getCell("A1").value = "标题";
  made.getCell("C1").value = { richText: [{ text: "粗", font: { bold: true } }, { text: "细" }] };
  made.getCell("B4").value = "标题";
  made.autoFilter = "A1:C4";
  const file = Buffer.from(await other.xlsx.writeBuffer());
  expect((await readWorkbook(file)).map(({ number, cells }) => [number, ...cells])).toEqual([
    [1, [1, "标题"], [3, "粗细"]],
    [4, [2, "标题"]],
  ]);
});

describe("R1, R15, R16: a hostile workbook is refused, each for its own reason", () => {
  const after = (more: string): Record<string, string> => ({ [SHEET]: sheet(cells("a"), more) });
  const inRow = (row: string): Record<string, string> => ({ [SHEET]: sheet(row) });
  const filler = "a".repeat(3_000);
  const refused: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ["merged cells", after('<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'), /mergeCells/],
    ["validations", after('<dataValidations><dataValidation sqref="A1:XFD1048576"/></dataValidations>'), /dataValid/],
    ["a format by rule", after('<conditionalFormatting sqref="A1:XFD1048576"/>'), /conditionalFormatting/],
    ["a column too far", { [SHEET]: sheet("", "", '<cols><col min="1" max="2000000000"/></cols>') }, /16384 columns/],
    [
      "a column that is no number",
      { [SHEET]: sheet("", "", '<cols><col min="1" max="1e3"/></cols>') },
      /16384 columns/,
    ],
    ["a hidden column", { [SHEET]: sheet("", "", '<cols><col min="1" max="1" hidden="1"/></cols>') }, /hidden/],
    ["a column without width", { [SHEET]: sheet("", "", '<cols><col min="1" max="1" width="0"/></cols>') }, /hidden/],
    ["a hidden row", inRow('<row r="1" hidden="true"/>'), /hidden/],
    ["rows of no height", { [SHEET]: sheet("", "", '<sheetFormatPr zeroHeight="1"/>') }, /hidden/],
    [
      "a column of hardly any width",
      { [SHEET]: sheet("", "", '<cols><col min="1" max="1" width="0.4"/></cols>') },
      /hidden/,
    ],
    [
      "a column of a width that is none",
      { [SHEET]: sheet("", "", '<cols><col min="1" max="1" width="x"/></cols>') },
      /hidden/,
    ],
    ["a row of hardly any height", inRow('<row r="1" ht="0.5"/>'), /hidden/],
    ["columns of no width", { [SHEET]: sheet("", "", '<sheetFormatPr defaultColWidth="0"/>') }, /hidden/],
    ["rows of hardly any height", { [SHEET]: sheet("", "", '<sheetFormatPr defaultRowHeight="1"/>') }, /hidden/],
    ["a row too far", inRow('<row r="1048576"/>'), /10000 rows/],
    ["too many rows", inRow("<row/>".repeat(10_001)), /10000 rows/],
    ["a row twice", inRow('<row r="2"/><row r="2"/>'), /row stands twice/],
    ["a cell twice", inRow('<row r="1"><c r="A1"/><c r="A1"/></row>'), /cell stands twice/],
    ["a cell in another row", inRow('<row r="1"><c r="A2"/></row>'), /wrong row/],
    ["a cell too far right", inRow('<row r="1"><c r="XFD1"/></row>'), /64 columns/],
    ["too many cells", inRow(`<row r="1">${"<c/>".repeat(65)}</row>`), /cell stands twice/],
    ["a formula", inRow('<row r="1"><c t="str"><f>1+1</f><v>2</v></c></row>'), /formulas/],
    ["a number", inRow('<row r="1"><c><v>2</v></c></row>'), /row 1, column 1: expected text/],
    ["a truth", inRow('<row r="1"><c t="b"><v>1</v></c></row>'), /expected text/],
    ["a string that there is not", inRow('<row r="1"><c t="s"><v>7</v></c></row>'), /expected text/],
    ["a long cell", inRow(cells("a".repeat(4_001))), /4000 characters/],
    [
      "one text in many cells",
      inRow(`<row>${`<c t="inlineStr"><is><t>${filler}</t></is></c>`.repeat(60)}</row>`.repeat(30)),
      /too much text/,
    ],
    ["a second sheet", { "xl/workbook.xml": book(`${ONE}<sheet name="b" sheetId="2" r:id="rId2"/>`) }, /one sheet/],
    ["no sheet", { "xl/workbook.xml": book("") }, /one sheet/],
    ["a hidden sheet", { "xl/workbook.xml": book(ONE.replace("/>", ' state="veryHidden"/>')) }, /hidden sheets/],
    ["links to other files", { "xl/workbook.xml": book(ONE, "<externalReferences/>") }, /links/],
    [
      "a link outside",
      { "xl/_rels/workbook.xml.rels": relations('<Relationship Id="x" TargetMode="External"/>') },
      /links/,
    ],
    ["an external part", { "xl/externalLinks/externalLink1.xml": "<x/>" }, /links/],
    ["macros", { "xl/vbaProject.bin": "x" }, /macros/],
    ["an order of calculation", { "xl/calcChain.xml": "<x/>" }, /formulas/],
    ["another part", { "../../etc/passwd": "x" }, /plain cells/],
    [
      "a name of one's own",
      { "xl/workbook.xml": book(ONE, '<definedNames><definedName name="x">1</definedName></definedNames>') },
      /names of cells/,
    ],
    [
      "a huge name",
      {
        "xl/workbook.xml": book(
          ONE,
          `<definedNames><definedName name="_xlnm.Print_Area">${filler}</definedName></definedNames>`,
        ),
      },
      /names of cells/,
    ],
    [
      "entities",
      { [SHEET]: `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${sheet(cells("&b;"))}` },
      /document type/,
    ],
    ["an entity that is not declared", { [SHEET]: sheet(cells("&b;")) }, /well-formed/],
    ["unclosed elements", { [SHEET]: `<worksheet ${MAIN}><sheetData>` }, /well-formed/],
    ["deep elements", { [SHEET]: sheet("<x>".repeat(40)) }, /well-formed/],
    ["another encoding", { [SHEET]: `\uFFFE${sheet("")}` }, /well-formed/],
    ["another vocabulary", { [SHEET]: "<worksheet><sheetData/></worksheet>" }, /sheet of cells/],
    [
      "a sheet that is missing",
      { "xl/_rels/workbook.xml.rels": relations().replace("sheet1", "sheet9") },
      /expected an Excel/,
    ],
    [
      "too much inside",
      { "xl/sharedStrings.xml": "", [SHEET]: sheet(" ".repeat(24_000_001)) },
      /unpacks into too much/,
    ],
  ];
  test.each(refused)("%s", async (_, parts, reason) => {
    expect(await refusal(workbook(parts))).toMatch(reason);
  });

  const whole = workbook();
  const lies: readonly (readonly [string, Buffer])[] = [
    ["nothing", Buffer.alloc(0)],
    ["no archive", Buffer.from("not a workbook")],
    ["zeros", Buffer.alloc(100_000)],
    ["sizes too small", patched(whole, CENTRAL, 24, 5)],
    ["sizes too large", patched(whole, CENTRAL, 24, 4_000_000_000)],
    ["packed sizes beyond the file", patched(whole, CENTRAL, 20, 4_000_000_000)],
    ["every file in the same place", patched(whole, CENTRAL, 42, 0)],
    ["places beyond the file", patched(whole, CENTRAL, 42, 0xffff_fff0)],
    ["other sums", patched(whole, CENTRAL, 16, 1)],
    ["encrypted", patched(whole, CENTRAL, 8, 0x0008_0001)],
    ["another method", patched(whole, CENTRAL, 10, 99)],
    ["another name in front", patched(whole, "PK\x03\x04", 30, 0x41414141)],
    ["a directory elsewhere", patched(whole, "PK\x05\x06", 16, 3)],
    ["more entries than there are", patched(whole, "PK\x05\x06", 8, 0x0009_0009)],
    ["something behind the end", Buffer.concat([whole, Buffer.from("x")])],
    ["something before the beginning", Buffer.concat([Buffer.from("x"), whole])],
    ["cut short", whole.subarray(0, whole.length - 30)],
    [
      "a name twice",
      packed(
        [...Object.entries(PARTS), [SHEET.toUpperCase(), "x"] as const].map(([name, content]) => ({ name, content })),
      ),
    ],
  ];
  test.each(lies)("lies of the archive: %s", async (_, file) => {
    expect(await refusal(file)).toBe("expected an Excel workbook (.xlsx)");
  });

  test("every archive with one byte changed is read the same or refused", async () => {
    const expected = await refusal(whole);
    const told = new Set<string>();
    for (let at = 0; at < whole.length; at += 3) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x15;
      told.add(await refusal(changed));
    }
    expect(expected).toBe("read 1 lines");
    expect([...told].filter((text) => !/^(?:read 1 lines|expected|it|its|.* not allowed)/.test(text))).toEqual([]);
  });
});

describe("R1: a file that costs too much ends its worker and nothing else", () => {
  /** Strings that fill a heap of a few megabytes, though they are within what a workbook may hold. */
  const strings = (count: number): Buffer =>
    workbook({
      "xl/_rels/workbook.xml.rels": relations(
        `<Relationship Id="rId2" Type="${RELATION}/sharedStrings" Target="sharedStrings.xml"/>`,
      ),
      "xl/sharedStrings.xml": `<sst ${MAIN}>${Array.from({ length: count }, (_, at) => `<si><t>${at}-${"x".repeat(12)}</t></si>`).join("")}</sst>`,
    });

  test("too much memory, too much time, too much at once: refused in words, and the hub goes on meanwhile", async () => {
    const costly = strings(190_000);
    let slowest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      slowest = Math.max(slowest, performance.now() - last);
      last = performance.now();
    }, 5);
    const reading = Promise.allSettled([
      readWorkbook(costly, { milliseconds: 20_000, heapMegabytes: 8 }),
      readWorkbook(costly, { milliseconds: 1, heapMegabytes: 128 }),
      readWorkbook(workbook()),
    ]);
    const said = (await reading).map((one) => (one.status === "rejected" ? String(one.reason) : "read"));
    clearInterval(pulse);
    expect(said).toEqual([
      "Error: it takes too much memory to read",
      "Error: it takes too long to read",
      "Error: other files are being read; try again in a moment",
    ]);
    expect(slowest).toBeLessThan(200);
    expect(await readWorkbook(workbook())).toHaveLength(1);
  });
});
