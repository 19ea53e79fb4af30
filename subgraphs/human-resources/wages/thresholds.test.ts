import { expect, test } from "@jest/globals";
import { THRESHOLD_ROWS } from "./fixtures/example.ts";
import { readThresholds, wageClassOf } from "./thresholds.ts";

test("a table that lacks a limit is refused by name, never read as zero", () => {
  const rows = THRESHOLD_ROWS.filter(({ code }) => code !== "MONTHS_OWED" && code !== "LABOUR_RATIO");
  expect(() => readThresholds(rows)).toThrow("Table wage_threshold lacks MONTHS_OWED, LABOUR_RATIO");
});

test("limits of our own stand until the table names them", () => {
  expect(readThresholds(THRESHOLD_ROWS).RECEIPT_DAYS).toBe(7);
  const stricter = [...THRESHOLD_ROWS, { code: "RECEIPT_DAYS", value: 3, unit: "天" }];
  expect(readThresholds(stricter).RECEIPT_DAYS).toBe(3);
});

test("amounts in yuan become fen", () => {
  const rows = THRESHOLD_ROWS.map((row) => (row.code === "MONTH_MAX" ? { ...row, value: 50_000, unit: "元" } : row));
  expect(readThresholds(rows).MONTH_MAX).toBe(5_000_000);
});

test("urban districts are in the first class, counties in the second, unknown places in the lowest", () => {
  expect(wageClassOf("411102001001")).toBe(1);
  expect(wageClassOf("411121100200")).toBe(2);
  expect(wageClassOf("410101000000")).toBe(3);
});
