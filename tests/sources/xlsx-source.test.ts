import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import ExcelJS from "exceljs";
import { guarded } from "../../subgraphs/kit/guard/guard.ts";
import { DEMO_PSEUDONYM_KEY } from "../../subgraphs/kit/pseudonym.ts";
import { readSource } from "../../subgraphs/sources/description/read-source.ts";
import type { SourceDatabase } from "../../subgraphs/sources/graph/source-rows.ts";
import { sourceSubgraph } from "../../subgraphs/sources/load-source.ts";
import type { SourceProblem } from "../../subgraphs/sources/reading/reader.ts";
import { askSource, coordinatesOf } from "./ask-source.ts";
import { inventedFirm } from "./invented-firm.ts";

const [ONE, TWO] = [1, 2].map(inventedFirm) as [string, string];

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
type Cell = string | number | boolean | Date;
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const ROWS: readonly (readonly Cell[])[] = [
  [1, ONE, "沙澧食品", "源汇区", 2025, 12.35, 14, day("2026-03-31"), "某某"],
  [2, TWO, "澧河机械", "舞阳县", 2025, "1203.0001", 88, day("2026-04-01"), "某某"],
  [3, ONE, "沙澧食品", "源汇区", 2024, 0.1 + 0.2, "十四", "2025/3/31", "某某"],
  [4, TWO, "澧河机械", "市直", 2024, 4.1, 1, day("2025-03-31"), "某某"],
];

/** A sheet as an officer makes it with Excel: a title over all columns, bold names, days as days. */
const workbook = async (rows = ROWS, spoil: (sheet: ExcelJS.Worksheet) => void = () => undefined): Promise<Buffer> => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("研发投入");
  sheet.addRow(["2025年度企业研发投入统计表"]);
  sheet.mergeCells("A1:I1");
  sheet.addRow(HEADER).font = { bold: true };
  for (const row of rows) sheet.addRow([...row]);
  spoil(sheet);
  return Buffer.from(await book.xlsx.writeBuffer());
};

const described = readSource("research-spending");
const problems: SourceProblem[] = [];
const subgraph = sourceSubgraph(
  { ...described, files: { encoding: "utf-8", delimiter: ",", header: 2, lookSeconds: 0 } },
  { tell: (problem) => problems.push(problem) },
);
const schema = guarded(subgraph.schema);
const coordinates = coordinatesOf(schema);

let folder: string;
let database: SourceDatabase;
beforeEach(async () => {
  process.env["HUB_PSEUDONYM_KEY"] = DEMO_PSEUDONYM_KEY;
  problems.length = 0;
  folder = await mkdtemp(join(tmpdir(), "sheets-"));
  database = await subgraph.open(folder);
});
afterEach(async () => {
  await database.$disconnect();
  await rm(folder, { recursive: true });
});

const drop = async (name: string, file: Buffer, rows = ROWS.length) => {
  await writeFile(join(folder, name), file);
  await writeFile(join(folder, `${name}.ok`), `${rows}\n`);
};

const LIST = `{ researchSpending(division: "4111") { edges { node {
  number enterprise { creditCode } year spending staff reportedOn divisionCode asOf } } } }`;
const ask = (scope: readonly string[], document = LIST, variables = {}) =>
  askSource({ schema, database, coordinates }, document, { scope, variables });

/** Asks until something has been told. */
const told = async (): Promise<readonly SourceProblem[]> => {
  for (let tries = 0; tries < 500 && problems.length === 0; tries += 1) {
    await ask(["4111"]);
    await new Promise((next) => setTimeout(next, 10));
  }
  return problems;
};

test("a sheet of Excel is a department's graph: numbers as they are shown, days, divisions by name", async () => {
  await drop("yftj_20260401.xlsx", await workbook());
  const one = { enterprise: { creditCode: ONE }, divisionCode: "411102", asOf: "2026-03-31T16:00:00.000Z" };
  expect(await ask(["411102"])).toEqual({
    data: {
      researchSpending: {
        edges: [
          { node: { ...one, number: "1", year: 2025, spending: 12_350_000, staff: 14, reportedOn: "2026-03-31" } },
          // A number in words and a day as a text are no form that the file states; 0.30000000000000004 is what Excel shows as 0.3.
          { node: { ...one, number: "3", year: 2024, spending: 300_000, staff: null, reportedOn: null } },
        ],
      },
    },
    codes: ["HUB_SOURCE_DRIFT", "HUB_SOURCE_DRIFT"],
  });
  const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Enterprise { researchSpending { number spending } } } }`;
  const of = [ONE, TWO].map((creditCode) => ({ __typename: "Enterprise", creditCode }));
  expect(await ask(["411121"], document, { of })).toEqual({
    data: { _entities: [{ researchSpending: [] }, { researchSpending: [{ number: "2", spending: 1_203_000_100 }] }] },
    codes: [],
  });
});

test("with rows less than its marker says, or before the marker is there, the last good one stays in use", async () => {
  await drop("yftj_20260401.xlsx", await workbook(ROWS.slice(0, 1)), 1);
  await drop("yftj_20270401.xlsx", await workbook(), 5);
  await writeFile(join(folder, "yftj_20280401.xlsx"), (await workbook()).subarray(0, 900));
  const [problem] = await told();
  expect(problem).toEqual({ source: "research-spending", kind: "DropRefused", code: "ROW_COUNT" });
  const { data } = await ask(["4111"]);
  expect(data).toMatchObject({ researchSpending: { edges: [{ node: { number: "1" } }] } });
});

test.each<[string, string, (sheet: ExcelJS.Worksheet) => void]>([
  [
    "merged rows",
    "mergeCells is not allowed in the sheet",
    (sheet) => {
      sheet.mergeCells("D3:D4");
    },
  ],
  [
    "a hidden row",
    "hidden rows and columns are not allowed",
    (sheet) => {
      sheet.getRow(4).hidden = true;
    },
  ],
  [
    "a formula",
    "formulas are not allowed",
    (sheet) => {
      sheet.getCell("F3").value = { formula: "SUM(F4:F5)", result: 3 };
    },
  ],
  [
    "an error",
    "row 3, column 6: expected text; format the cell as text",
    (sheet) => {
      sheet.getCell("F3").value = { error: "#N/A" } as never;
    },
  ],
  [
    "a number of which Excel has lost digits",
    "row 3, column 2: expected text; format the cell as text",
    (sheet) => {
      sheet.getCell("B3").value = Number("411102198001010011");
    },
  ],
])("a sheet with %s is refused, and its place is told", async (_, place, spoil) => {
  await drop("yftj_20260401.xlsx", await workbook(ROWS, spoil));
  expect(await told()).toEqual(
    expect.arrayContaining([{ source: "research-spending", kind: "DropRefused", code: "WORKBOOK", place }]),
  );
  expect((await ask(["4111"])).codes).toEqual(["HUB_SOURCE_UNAVAILABLE"]);
});
