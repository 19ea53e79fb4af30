import { describe, expect, test } from "@jest/globals";
import { citizenNumberCheck } from "../../kit/builder/citizen-number.ts";
import { recognise, type Recognised } from "./recognise.ts";
import type { SampledColumn } from "./sample.ts";
import { inventedFirm } from "../../../tests/sources/invented-firm.ts";

const DIVISIONS = new Map([
  ["源汇区", "411102"],
  ["舞阳县", "411121"],
  ["临颍县", "411122"],
]);
const times = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

/** Numbers of invented people: the area code is not given out. */
const citizens = times(30).map((at) => {
  const first = `9911011952030${String(4000 + at)}`;
  return first + citizenNumberCheck(first);
});
const old = citizens.map((number) => number.slice(0, 6) + number.slice(8, 17));
const firms = times(30).map(inventedFirm);

const seen = (
  name: string,
  values: readonly string[],
  more: Partial<SampledColumn> & { readonly days?: "EXCEL" } = {},
): Recognised => {
  const { days, ...column } = more;
  return recognise({ name, values, ...column }, days ? { days } : {}, DIVISIONS);
};

describe("a column is recognised by what stands in it", () => {
  test.each<[string, string, readonly string[], Partial<Recognised>]>([
    ["citizen numbers under any name", "c1", citizens, { type: "Person", level: "L3" }],
    ["citizen numbers of 15 digits", "c1", old, { type: "Person", level: "L3" }],
    ["credit codes", "c1", firms, { type: "Enterprise" }],
    ["phones", "c1", times(30).map((at) => `1390395${String(at).padStart(4, "0")}`), { type: "String", mask: "PHONE" }],
    ["names", "c1", ["王小明", "李建国", "张伟", "王小明"], { type: "String", mask: "NAME" }],
    ["addresses", "c1", ["源汇区人民路12号", "舞阳县北舞渡镇3组"], { type: "String", mask: "ADDRESS" }],
    [
      "amounts, where the name says so",
      "je",
      ["1,200.50", "3.1", "0"],
      { type: "Fen", unit: "yuan", mask: "AMOUNT_BAND" },
    ],
    ["other numbers", "占比", ["1.2345", "3"], { type: "Float" }],
    ["amounts in ten thousand yuan", "总投资金额（万元）", ["1.2345", "3"], { type: "Fen", unit: "wan-yuan" }],
    ["days", "rq", ["2026/1/3", "2026/10/30"], { type: "Date", format: "YYYY/MM/DD" }],
    ["days without signs between", "fwrq", ["20260103", "20261030"], { type: "Date", format: "YYYYMMDD" }],
    ["months", "jfny_date", ["202601", "202612"], { type: "YearMonth", format: "YYYYMM" }],
    ["moments", "c1", ["2026-01-03 10:11:12"], { type: "DateTime" }],
    ["divisions by code", "xzqh", ["411102", "411121003"], { type: "String", isDivision: true }],
    [
      "divisions by name, and every district of their city",
      "c1",
      ["源汇区", "舞阳县"],
      { isDivision: true, divisions: DIVISIONS },
    ],
    ["whole numbers", "rs", ["1", "20", "3"], { type: "Int" }],
    ["numbers that begin with a nought are texts", "c1", ["01", "20"], { type: "String" }],
  ])("%s", (_, name, values, expected) => {
    expect(seen(name, values)).toMatchObject(expected);
  });

  test("days of Excel are numbers, which a name tells from others", () => {
    expect(seen("填报日期", ["46112", "46113"], { days: "EXCEL" })).toMatchObject({ type: "Date", format: "EXCEL" });
    expect(seen("人数", ["46112", "46113"], { days: "EXCEL" })).toMatchObject({ type: "Int" });
  });

  test("codes are those that several rows have; what one row has is not written down", () => {
    const values = [...times(30).map((at) => String(1 + (at % 3))), "王小明"];
    expect(seen("lx", values)).toMatchObject({ codes: ["1", "2", "3"] });
    expect(JSON.stringify(seen("lx", values))).not.toContain("王小明");
    expect(
      seen(
        "bz",
        times(30).map((at) => `备注${at}`),
      ).codes,
    ).toBeUndefined();
  });

  test("a text that names a person now and then says so; the description of a system that shows no rows is taken at its word", () => {
    expect(seen("bz", [...times(20).map((at) => `说明${at}`), citizens[0] ?? ""])).toMatchObject({
      type: "String",
      level: "L3",
      why: expect.stringContaining("公民身份号码"),
    });
    expect(seen("payee.uscc", [])).toMatchObject({ type: "Enterprise" });
    expect(seen("sfzh", [])).toMatchObject({ type: "Person", level: "L3" });
    expect(seen("x", [], { form: "day" })).toMatchObject({ type: "Date", format: "ISO" });
    expect(seen("x", [], { codes: ["A", "B"] })).toMatchObject({ codes: ["A", "B"] });
    expect(seen("amount.value", [], { form: "decimal" })).toMatchObject({ type: "Float" });
  });
});
