import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import ExcelJS from "exceljs";
import { Client } from "pg";
import { encodeGbk } from "../../demo/systems/gbk.ts";
import { citizenNumberCheck } from "../../subgraphs/kit/builder/citizen-number.ts";
import { parseSource } from "../../subgraphs/sources/description/read-source.ts";
import { joinedTypes } from "../../subgraphs/sources/description/source-description.ts";
import { testDatabase } from "../../tests/test-database.ts";
import { addSource, type AddOptions } from "./add-source.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "added-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const options = (name: string): AddOptions => ({
  name,
  owner: "finance",
  title: undefined,
  folder,
  force: false,
  tables: [],
  told: () => undefined,
});

/** What was written, as it is read; a draft, of which nothing is in the graph. */
const written = async (path: string) => {
  const text = await readFile(path, "utf8");
  const description = parseSource(text, path);
  expect(joinedTypes(description).size).toBe(0);
  return { text, description };
};

const rows = Array.from({ length: 24 }, (_, at) => {
  const first = `9911011952030${String(4000 + at)}`;
  return { number: first + citizenNumberCheck(first), at };
});

describe("source add looks at a sample and writes a file that is read strictly and shares nothing", () => {
  test("a nightly file in GBK: encoding, delimiter, kinds of columns, and no value of a person", async () => {
    const lines = rows.map(
      ({ number, at }) =>
        `B${at};王小明;${number.slice(0, 6)}${number.slice(8, 17)};411102;1${at}.50;${at % 2 ? "低保" : "特困"}`,
    );
    const file = join(folder, "butie_20260101.csv");
    await writeFile(file, encodeGbk(["单号;姓名;身份证号;行政区划;补贴金额（元）;类别", ...lines, ""].join("\r\n")));
    const { path, variable, lines: told } = await addSource("csv", file, options("subsidies"));
    const { text, description } = await written(path);
    expect(variable).toBe("SOURCE_SUBSIDIES_FOLDER");
    expect(description).toMatchObject({ kind: "files", files: { encoding: "gb18030", delimiter: ";" } });
    const type = description.types.get("Butie");
    expect(type).toMatchObject({ from: "butie_*.csv", key: "number", division: { column: "行政区划" } });
    expect([...(type?.fields ?? [])].map(([name, field]) => [name, field.type, field.unit ?? null])).toEqual([
      ["number", "ID", null],
      ["name", "String", null],
      ["person", "Person", null],
      ["amount", "Fen", "yuan"],
      ["kind", "ButieKind", null],
    ]);
    for (const { number } of rows) expect(text + told.join()).not.toContain(number.slice(8, 17));
    expect(text + told.join()).not.toContain("王小明");
    await expect(addSource("csv", file, options("subsidies"))).rejects.toThrow("--force");
    await expect(addSource("csv", file, { ...options("subsidies"), force: true })).resolves.toMatchObject({ path });
  });

  test("a sheet of Excel under its title: the row of names, days of Excel, divisions by name", async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet("表");
    sheet.addRow(["高层次人才统计表"]);
    sheet.mergeCells("A1:D1");
    sheet.addRow(["序号", "所属县区", "公民身份号码", "填报日期"]);
    for (const { number, at } of rows)
      sheet.addRow([at, at % 2 ? "源汇区" : "舞阳县", number, new Date("2026-03-31T00:00:00Z")]);
    const file = join(folder, "rencai_20260401.xlsx");
    await writeFile(file, Buffer.from(await book.xlsx.writeBuffer()));
    const { path } = await addSource("xlsx", file, options("talents"));
    const { description } = await written(path);
    expect(description.files?.header).toBe(2);
    const type = description.types.get("Rencai");
    expect(type?.division.codes?.get("临颍县")).toBe("411122");
    expect([...(type?.fields ?? [])].map(([name, { type: of, format }]) => [name, of, format ?? null])).toEqual([
      ["number", "ID", null],
      ["person", "Person", null],
      ["day", "Date", "EXCEL"],
    ]);
  });

  test("views of a database: what its catalogue says, keys, comments; one that the role does not read is refused", async () => {
    const url = await testDatabase("added_source");
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`create table household (hh text primary key, hz_sfzh text, xzqh text, je numeric(12,2), gxsj timestamp);
      comment on table household is '住户'; comment on column household.hz_sfzh is '户主';
      create table secret (id text)`);
    for (const { number, at } of rows)
      await client.query("insert into household values ($1, $2, '411102', $3, now())", [`H${at}`, number, at]);
    await client.end();
    const { path } = await addSource("sql", url, { ...options("households"), tables: ["household"] });
    const { text, description } = await written(path);
    expect(text).not.toContain(new URL(url).host);
    const type = description.types.get("Household");
    expect(type).toMatchObject({
      title: "住户",
      from: "household",
      key: "hh",
      asOf: "gxsj",
      division: { column: "xzqh" },
    });
    expect(type?.fields.get("hzSfzh")).toMatchObject({ type: "Person", title: "户主", subject: true });
    await expect(addSource("sql", url, { ...options("others"), tables: ["nothing"] })).rejects.toThrow(
      "The role reads no table or view nothing.",
    );
    const dead = "postgres://reader:hunter2@127.0.0.1:1/x";
    const refused: unknown = await addSource("sql", dead, options("dead")).catch((error: unknown) => error);
    expect(String(refused)).toMatch(/^NoSample: The database did not answer \(\w+\)\.$/);
  });
});
