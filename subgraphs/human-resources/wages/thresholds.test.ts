import { expect, test } from "@jest/globals";
import { THRESHOLD_ROWS } from "./fixtures/example.ts";
import { readThresholds, wageClassOf } from "./thresholds.ts";

const DAY = "2026-09-30";

test("G37: a limit is in force from its day; the days before the first go by the first", () => {
  const raised = { code: "MIN_WAGE_CLASS_1", value: 230_000, unit: "分", effectiveFrom: "2026-07-01" };
  const rows = [raised, ...THRESHOLD_ROWS];
  const on = (day: string) => readThresholds(rows, day).MIN_WAGE_CLASS_1;
  expect([on("2026-07-01"), on("2026-06-30"), on("2020-01-01")]).toEqual([230_000, 210_000, 210_000]);
});

test("a table that lacks a limit is refused by name, never read as zero", () => {
  const rows = THRESHOLD_ROWS.filter(({ code }) => code !== "MONTHS_OWED" && code !== "LABOUR_RATIO");
  expect(() => readThresholds(rows, DAY)).toThrow("Table wage_threshold lacks MONTHS_OWED, LABOUR_RATIO");
});

test("limits of our own stand until the table names them", () => {
  expect(readThresholds(THRESHOLD_ROWS, DAY).RECEIPT_DAYS).toBe(7);
  const stricter = [...THRESHOLD_ROWS, { code: "RECEIPT_DAYS", value: 3, unit: "天", effectiveFrom: "2024-01-01" }];
  expect(readThresholds(stricter, DAY).RECEIPT_DAYS).toBe(3);
});

test("amounts in yuan become fen", () => {
  const rows = THRESHOLD_ROWS.map((row) => (row.code === "MONTH_MAX" ? { ...row, value: 50_000, unit: "元" } : row));
  expect(readThresholds(rows, DAY).MONTH_MAX).toBe(5_000_000);
});

test("G37: districts and counties of Luohe are in the second class, unknown places in the lowest: no alarm is invented", () => {
  expect(wageClassOf("411102001001")).toBe(2);
  expect(wageClassOf("411121100200")).toBe(2);
  expect(wageClassOf("410101000000")).toBe(3);
});
